import type { IConstruct } from 'constructs';

/**
 * One more value of a chart: a text, a number, a boolean, or a list of them, in an object of an app. What the class, the facts and the
 * props decide is refused, as it is for patches.
 */
export interface ChartValue {
  /** The app: one of the chart. */
  readonly of: IConstruct;
  /** Its name among the values of the app: letters, digits and "_". */
  readonly name: string;
  /** The kind of the object, and its name where the app has several: `Deployment`, `Service/wiki-admin`. */
  readonly object: string;
  /** A JSON pointer to what is there now, which is the default: `/spec/template/spec/containers/0/args/1`. */
  readonly path: string;
  /** What it is, for those who install the chart. */
  readonly comment: string;
  /** Nothing else is accepted. @default - whatever is of the same type */
  readonly oneOf?: readonly unknown[];
  /** The least number. @default - numbers need min and max, or oneOf */
  readonly min?: number;
  /** The greatest number. @default - numbers need min and max, or oneOf */
  readonly max?: number;
  /** What a text looks like, as a regular expression. @default - any text */
  readonly pattern?: string;
}
