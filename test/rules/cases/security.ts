import { Allow } from '../../../lib/availability/ask/container/security';
import { Port } from '../../../lib/availability/ask/network/port';
import { Volume } from '../../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../../lib/availability/ask/workload';
import { Distribution } from '../../../lib/cluster/control-plane';
import { PodSecurityLevel } from '../../../lib/cluster/policy';
import { Size } from '../../../lib/cluster/units';
import { controlPlane, facts } from '../../support';
import { type Cases, ofClass } from '../case';

const flexible = ofClass(AvailabilityClass.SINGLE_POD_FLEXIBLE);

const ROOT = Allow.rootUser('it starts as root');
const CHOWN = Allow.capability('CHOWN', 'it gives files away');
const GPU = Volume.hostPath('/dev/dri', { onEveryNode: 'all have the same' });
const NFS = { volumes: [Volume.nfs('/media', { server: 'nas.lab.example', path: '/media', readOnly: true })] };
const SCRATCH = { volumes: [Volume.scratch('/tmp', Size.mib(8))] };
const KUBEADM = facts({ controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });

const allow = (...ways: Allow[]) => ({ security: { allow: ways } });
const asRoot = (...ways: Allow[]) => ({ security: { user: 0, allow: ways } });
const listens = (port: number) => ({ network: { ports: [Port.http(port)] } });
const atMost = (podSecurity: PodSecurityLevel) => facts({ policy: { podSecurity } });
const may = (...verbs: string[]) => ({ rbac: { rules: [{ apiGroups: [''], resources: ['pods'], verbs }] } });
const kernel = (name: string) => ({ security: { sysctls: { [name]: '1' } } });

export const SECURITY_CASES = {
  'ALLOW-WITHOUT-REASON': flexible([allow(Allow.writableRootFilesystem(' '))], [allow(Allow.writableRootFilesystem('it writes there'))]),
  'ALLOW-INVALID': flexible([allow(Allow.capability('CAP_CHOWN', 'it gives files away'))], [allow(CHOWN)]),
  'ROOT-NOT-ALLOWED': flexible([asRoot(CHOWN)], [asRoot(CHOWN, ROOT)]),
  'ROOT-WITHOUT-CAPABILITIES': flexible([asRoot(ROOT)], [asRoot(ROOT, CHOWN)]),
  'DEVICE-CLOSED': flexible([{ volumes: [GPU] }], [{ volumes: [GPU], ...allow(Allow.privileged('it draws')) }]),
  'POD-SECURITY-LEVEL': flexible([NFS, atMost(PodSecurityLevel.RESTRICTED)], [NFS, atMost(PodSecurityLevel.BASELINE)]),
  'PRIVILEGED-PORT': flexible([listens(1023), KUBEADM], [listens(1024), KUBEADM]),
  'USER-NAMESPACE-IMPOSSIBLE': flexible([{ ...NFS, security: { userNamespace: true } }], [{ ...SCRATCH, security: { userNamespace: true } }]),
  'RBAC-INVALID': flexible([may()], [may('list')]),
  'SYSCTL-INVALID': flexible([kernel('net.core.somaxconn')], [kernel('net.ipv4.tcp_syncookies')]),
} satisfies Cases;
