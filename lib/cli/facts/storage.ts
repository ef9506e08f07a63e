import { isDnsName } from '../../cluster/names';
import { partAt } from '../../cluster/parts';
import { textAt, textsAt } from '../../manifests/objects';
import { type Field, type Fields, fields, literal } from './code';
import { driverOf } from './drivers';
import { nameOf, type Shown, type Shows } from './objects';

const DEFAULT_CLASS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];
/** Of a class of Longhorn with one replica, of LINSTOR with one copy: the node that has it takes the data along. */
const ONE_COPY: readonly (readonly [provisioner: string, parameter: string])[] = [
  ['driver.longhorn.io', 'numberOfReplicas'],
  ['linstor.csi.linbit.com', 'linstor.csi.linbit.com/placementCount'],
  ['linstor.csi.linbit.com', 'autoPlace'],
];

/** The storage of the facts; undefined: the cluster has no classes. */
export function storageOf({ storageClasses, drivers }: Shows): Fields | undefined {
  const classes = [...storageClasses].filter((one) => isDnsName(nameOf(one))).sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  if (classes.length === 0) return undefined;
  const main = classes.filter(isDefault).map(nameOf)[0];
  return fields([
    main === undefined
      ? { about: ['No class is the default: claims that name none wait for ever.'] }
      : { key: 'clusterDefault', value: literal(main), about: ['What claims get that name no class.'] },
    { key: 'classes', value: classes.map((one) => classOf(one, drivers)) },
  ]);
}

function isDefault(storageClass: Shown): boolean {
  const annotations = textsAt(storageClass, 'metadata', 'annotations');
  return DEFAULT_CLASS.some((key) => annotations[key] === 'true');
}

function classOf(storageClass: Shown, drivers: readonly Shown[]): Fields {
  const provisioner = textAt(storageClass, 'provisioner') ?? '';
  const driver = driverOf(provisioner);
  const { nodeLocal = false, readWriteMany = false, zonal = false, ask } = driver ?? {};
  const said = partAt(
    drivers.find((one) => nameOf(one) === provisioner),
    'spec',
    'attachRequired',
  );
  // A local volume waits for no attachment, whatever its driver says.
  const attachable = typeof said === 'boolean' ? said : (driver?.attachable ?? true);
  const parameters = textsAt(storageClass, 'parameters');
  const oneCopy = ONE_COPY.some(([name, key]) => name === provisioner && parameters[key] === '1');
  const about =
    driver === undefined
      ? [`${provisioner}: not known here. Does every node reach its volumes, may several write at once, what frees them when a node dies?`]
      : [`${driver.name} (${provisioner})${ask === undefined || nodeLocal ? '.' : `. ${ask}`}`];
  const flag = (key: string, value: boolean): Field[] => (value ? [{ key, value: 'true' }] : []);
  return fields([
    { about },
    { key: 'name', value: literal(nameOf(storageClass)) },
    { key: 'nodeLocal', value: `${nodeLocal}` },
    ...(attachable || nodeLocal ? [] : [{ key: 'attachable', value: 'false' }]),
    ...flag('readWriteMany', readWriteMany && !nodeLocal),
    ...flag('zonal', zonal),
    ...(oneCopy && !nodeLocal ? [{ key: 'dataLoss', value: 'Duration.forever()', about: ['One copy: what was on a dead disk is gone.'] }] : []),
  ]);
}
