import { listIn } from '../cluster/parts';

type Labels = { readonly [key: string]: string };

interface Expression {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[] | null;
}

/** A selector as somebody wrote it: nothing has checked it. */
export interface LabelSelector {
  readonly matchLabels?: Labels | null;
  readonly matchExpressions?: readonly Expression[] | null;
}

/** Whether a selector selects pods with these labels. One without terms selects all. Source: k8s.io/apimachinery/pkg/labels, Requirement.Matches. */
export function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  const holds = ({ key = '', operator, values }: Expression) => {
    const value = labels[key];
    const isAmong = value !== undefined && listIn<string>(values).includes(value);
    switch (operator) {
      case 'In':
        return isAmong;
      case 'NotIn':
        return !isAmong;
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  };
  return Object.entries(matchLabels ?? {}).every(([key, value]) => labels[key] === value) && listIn<Expression>(matchExpressions).every(holds);
}

/** Labels of which something selected has one, for each term that says so. */
export function wantedLabels({ matchLabels, matchExpressions }: LabelSelector): readonly (readonly (readonly [key: string, value: string])[])[] {
  return [
    ...Object.entries(matchLabels ?? {}).map((label) => [label]),
    ...listIn<Expression>(matchExpressions).flatMap(({ key = '', operator, values }) =>
      operator === 'In' ? [listIn<string>(values).map((value) => [key, value] as const)] : [],
    ),
  ];
}
