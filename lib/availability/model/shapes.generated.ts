// Made from the types by `npm run shapes`: change those, not this file.
import { RouteApi } from './plan';
import { oneOf } from '../../cluster/shape';

export const ROUTE_API = oneOf('RouteApi', RouteApi);
