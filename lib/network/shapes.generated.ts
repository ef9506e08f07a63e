// Made from the types by `npm run shapes`: change those, not this file.
import { flag, optional, record, text } from '../cluster/shape';

export const INGRESS_CLASS_PROPS = record({ name: optional(text), controller: text, isDefault: optional(flag) });
