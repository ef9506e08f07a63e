// Made from the types by `npm run shapes`: change those, not this file.
import { instance, optional, text } from '../../cluster/shape';

export const LAST_OUTPUT = instance('LastOutput', 'LastOutput.ref(…)', { gitRef: optional(text), path: optional(text) });
