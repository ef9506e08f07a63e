import { fewOf } from '../../../cluster/names';
import { LABEL_PREFIX } from '../../../cluster/node';
import type { MarkedApp } from '../marked-app';
import { type Node, nodeAt, type ObjectNode, podTemplateOf } from '../nodes';
import { goString, mapAt, reference } from '../template';
import { TEXT } from '../values';
import { ownPart } from './own-part';

/** Files of ConfigMaps: the chart has them, and a value replaces one as a whole. */
export function markConfigFiles(app: MarkedApp, workload: ObjectNode | undefined): void {
  const { plan, marks, values } = app;
  const annotations = nodeAt(workload === undefined ? undefined : podTemplateOf(workload), 'metadata', 'annotations');
  for (const object of app.objects) {
    const data = nodeAt(object, 'data');
    const names = Object.keys(data ?? {});
    if (object.kind !== 'ConfigMap' || data === undefined || names.length === 0) continue;
    const part = ownPart(plan.ask.name, object.metadata.name) ?? object.metadata.name;
    const path = ['configFiles', part];
    values.group(['configFiles'], { comment: 'Files that the chart brings, by ConfigMap: what is given here replaces one as a whole.' });
    values.leaf(path, {
      comment: `Texts of ${fewOf(names)}.`,
      value: {},
      schema: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, TEXT])), additionalProperties: false },
    });
    (object as Node).data = replaceable(data, mapAt(path), app);
    for (const key of [`${LABEL_PREFIX}/checksum-${part}`, `${LABEL_PREFIX}/checksum-${object.metadata.name}`])
      if (annotations?.[key] !== undefined) annotations[key] = marks.raw(checksum(reference(path), String(annotations[key])));
  }
}

function replaceable(data: Node, given: string, { marks }: MarkedApp): Node {
  const kept = Object.entries(data).flatMap(([name, text]) => [
    [marks.line(`{{- if not (hasKey ${given} ${goString(name)}) }}`), ''] as const,
    [name, text] as const,
    [marks.line('{{- end }}'), ''] as const,
  ]);
  return Object.fromEntries([...kept, [marks.more(given), '']]);
}

/** Pods start again when a file changes. */
function checksum(given: string, otherwise: string): string {
  return `{{ if ${given} }}{{ toJson (trunc 16 (sha256sum (toJson ${given}))) }}{{ else }}${JSON.stringify(otherwise)}{{ end }}`;
}
