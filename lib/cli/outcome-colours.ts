import { OutcomeKind } from '../availability/model/outcome';
import type { ReportEffect } from '../report/failures';
import type { Style } from './terminal/style';

/** Red where it does not come back by itself or loses data, yellow where it does come back. */
export function colourOf(effect: ReportEffect | undefined, { bad, middling, good }: Style): (text: string) => string {
  switch (effect?.kind) {
    case undefined:
    case OutcomeKind.UNAFFECTED:
      return good;
    case OutcomeKind.DEGRADED:
    case OutcomeKind.FAILS_OVER:
      return middling;
    default:
      return bad;
  }
}
