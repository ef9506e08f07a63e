// Made from the types by `npm run shapes`: change those, not this file.
import { record, text } from '../cluster/shape';

export const CHANGE_ACCEPTANCE = record({ code: text, change: text, reason: text });
