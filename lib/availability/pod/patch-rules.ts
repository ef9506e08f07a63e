import { Severity } from '../../cluster/finding';
import { onAsk } from '../model/rule';

export const PATCH_WITHOUT_REASON = onAsk({
  code: 'PATCH-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'a patch without a reason',
  fix: 'add a reason',
  *check({ patches }) {
    for (const { path, reason } of patches) {
      if (reason.trim() === '')
        yield { given: `a patch of ${path} without a reason`, allowed: 'but the report must say why the props were not enough', fix: 'Add a reason.' };
    }
  },
});
