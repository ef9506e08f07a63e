// Made from the types by `npm run shapes`: change those, not this file.
import { instance, optional, record, text } from '../../../cluster/shape';

export const IMAGE = instance('Image', 'Image.of(…)', { repository: text, tag: optional(text), digest: optional(text) });

export const SECRET_KEY = record({ secretName: text, key: text });

export const APP_REFERENCE = record({ name: text, namespace: optional(text) });
