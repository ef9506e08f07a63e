import { because, type Schema } from '../values';

/** What the API server takes, as far as a schema can say it. Helm reads patterns as Go does, so without looking ahead. */

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
/** Without its length, which is at most 253. */
const DNS = `${DNS_LABEL}(\\.${DNS_LABEL})*`;

/** The name of a class, an issuer or a Secret. Source: NameIsDNSSubdomain in k8s.io/apimachinery/pkg/api/validation. */
export const NAME: Schema = { type: 'string', ...because({ pattern: `^${DNS}$`, maxLength: 253 }, 'its name in the cluster: a-z, 0-9, "-" and "."') };

/** See isHost. */
export const HOST: Schema = { type: 'string', pattern: `^(\\*\\.)?${DNS}$`, maxLength: 253 };

/** A key of a label or an annotation, see isLabelKey. */
export const LABEL_KEY = `^(${DNS}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`;

/** See isLabelValue. */
export const LABEL_VALUE: Schema = {
  type: 'string',
  ...because(
    { pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$' },
    'at most 63 letters, digits, "-", "_" and ".", with a letter or a digit at both ends',
  ),
};

/** IsEnvVarName in k8s.io/apimachinery/pkg/util/validation, as for env of an app. */
export const VARIABLE = '^([A-Za-z_-]|\\.[A-Za-z0-9_-])[A-Za-z0-9_.-]*$';

/** Source: resource.Quantity of k8s.io/apimachinery. */
const UNIT = 'k|Ki|[MGTPE]i?';
const NUMBER = '^[0-9]+(\\.[0-9]+)?';
/** Other digits than 0. */
const SOME = { pattern: '[1-9]' };

export const CORES: Schema = {
  type: ['string', 'number'],
  ...because({ allOf: [{ pattern: `${NUMBER}(m|${UNIT})?$` }, SOME], exclusiveMinimum: 0 }, 'cores, more than 0: 250m or 1.5'),
};

/** The API server takes thousandths of bytes, too, and no pod starts with them. */
export const BYTES: Schema = {
  type: ['string', 'number'],
  ...because({ allOf: [{ pattern: `${NUMBER}(${UNIT})?$` }, SOME], minimum: 1 }, 'bytes, more than 0: 512Mi or 2Gi'),
};
