import type { Manifest } from '../../kubernetes/manifest';
import { renderYaml } from '../../kubernetes/yaml';
import type { ClusterOutput, Unit } from '../output';
import { forHelm, isCrd } from './for-helm';

/** The files of a unit in a chart, in folders as in the plain tree: CRDs where Helm looks for them, and a template of everything else. */
export function unitFiles(
  { folder, name, manifests }: Unit,
  cluster: ClusterOutput | undefined,
  template: (manifests: readonly Manifest[]) => string,
): readonly (readonly [path: string, text: string])[] {
  const objects = manifests().map(forHelm);
  const crds = objects.filter(isCrd);
  const others = objects.filter((one) => !isCrd(one));
  // Helm takes a name that begins with "_" for helpers.
  const path = `${folder}/${name}.yaml`.slice(cluster === undefined ? 0 : cluster.path.length + 1).replaceAll(/(^|\/)_/g, '$1object_');
  return [
    ...(crds.length === 0 ? [] : [[`crds/${path}`, renderYaml(crds)] as const]),
    ...(others.length === 0 ? [] : [[`templates/${path}`, template(others)] as const]),
  ];
}
