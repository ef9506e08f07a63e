import { Volume } from '../../../lib/availability/ask/volume/volume';
import type { ConfigOptions } from '../../../lib/availability/ask/volume/volume-options';
import { AvailabilityClass } from '../../../lib/availability/ask/workload';
import { Duration, Size } from '../../../lib/cluster/units';
import { facts } from '../../support';
import { type Cases, ofClass } from '../case';

const flexible = ofClass(AvailabilityClass.SINGLE_POD_FLEXIBLE);

const scratch = (path: string, size = Size.mib(8)) => Volume.scratch(path, size);
const config = (files: ConfigOptions['files'], mode?: number) => ({
  volumes: [Volume.config('/config', { files, ...(mode === undefined ? {} : { mode }) })],
});
const token = (expiration: Duration) => ({ volumes: [Volume.token('/token', { expiration })] });
const nfs = (path: string) => ({ volumes: [Volume.nfs('/media', { server: 'nas.lab.example', path, readOnly: true })] });
const adopted = (size: Size) => ({ namespace: 'blog', volumes: [Volume.data('/data', { size, storageClass: 'ceph', claimName: 'old' })] });
const HELD = facts({
  storage: {
    classes: [{ name: 'ceph', nodeLocal: false }],
    volumes: [{ name: 'pv-1', size: Size.gib(2), storageClass: 'ceph', claim: { namespace: 'blog', name: 'old' } }],
  },
});
const hostPath = (path: string) => ({ volumes: [Volume.hostPath('/photos', { hostPath: path, onEveryNode: 'the same photos' })] });

export const VOLUME_CASES = {
  'VOLUME-NAME-CLASH': flexible([{ volumes: [scratch('/a/b'), scratch('/a-b')] }], [{ volumes: [scratch('/a/b'), scratch('/a-b').named('other')] }]),
  'VOLUME-SIZE': flexible([{ volumes: [scratch('/tmp', Size.mib(0))] }], [{ volumes: [scratch('/tmp', Size.mib(1))] }]),
  'VOLUME-MODE': flexible([config({ 'a.conf': 'a' }, 644)], [config({ 'a.conf': 'a' }, 0o644)]),
  'CLAIM-UNLIKE-VOLUME': flexible([adopted(Size.gib(1)), HELD], [adopted(Size.gib(2)), HELD]),
  'CLAIM-NAMED-PER-POD': ofClass(AvailabilityClass.HIGHLY_AVAILABLE)([adopted(Size.gib(1))], [{ volumes: [Volume.data('/data', { size: Size.gib(1) })] }]),
  'TOKEN-INVALID': flexible([token(Duration.seconds(599))], [token(Duration.seconds(600))]),
  'NFS-PATH': flexible([nfs('media')], [nfs('/media')]),
  'HOST-PATH': flexible([hostPath('srv/photos')], [hostPath('/srv/photos')]),
  'CONFIG-EMPTY': flexible([config({})], [config({ 'a.conf': '' })]),
  // The name of the file counts too.
  'CONFIG-TOO-BIG': flexible([config({ a: 'a'.repeat(1024 ** 2) })], [config({ a: 'a'.repeat(1024 ** 2 - 1) })]),
  'CONFIG-NAME': flexible([config({ 'conf.d/a': 'a' })], [config({ 'conf.d-a': 'a' })]),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that the app fills in.
  'SECRET-IN-FILE': flexible([config({ 'a.yaml': 'password: hunter2' })], [config({ 'a.yaml': 'password: ${PASSWORD}' })]),
} satisfies Cases;
