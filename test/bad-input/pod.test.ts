import { Allow, DeviceClaim, DnsPolicy, EnvFrom, EnvValue, Mount, PodSecurityLevel, Port, PreStop, Probe, type Sidecar, Size, Volume } from '../../lib';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { Distribution } from '../../lib/cluster/control-plane';
import { Duration } from '../../lib/cluster/units';
import { type AnyAppProps, appProps, controlPlane, facts, factsOf, messagesOf, only, planOf, planWithoutFacts, RESOURCES, worker } from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const { image } = appProps();
const data = Volume.data('/data', { size: Size.gib(1) });
const REASON = 'a test';

function said(overrides: Partial<AnyAppProps>, given = facts()): string {
  return messagesOf(FLEXIBLE, overrides, given);
}

function sidecar(overrides: Partial<Sidecar> = {}): Sidecar {
  return { name: 'side', image, resources: RESOURCES, ...overrides };
}

function older(version: string, distribution = Distribution.K3S) {
  return facts({ controlPlane: controlPlane({ version, distribution }) });
}

describe('mounts', () => {
  test('two at one path of one container are refused; in two containers they are not', () => {
    const tmp = Volume.scratch('/tmp', Size.mib(1));
    expect(said({ volumes: [data, tmp], mounts: [Mount.of(tmp, '/data')] })).toMatchInlineSnapshot(`
      "MOUNT-CLASH  lab/worker/blog: two volumes at /data, but a path can hold only one.
                   Move one of them."
    `);
    expect(said({ volumes: [data, tmp], sidecars: [sidecar({ mounts: [Mount.of(data, '/x'), Mount.of(tmp, '/x')] })] })).toMatchInlineSnapshot(`
      "MOUNT-CLASH  lab/worker/blog: two volumes at /x in side, but a path can hold only one.
                   Move one of them."
    `);
    expect(said({ volumes: [data.unmounted(), tmp], mounts: [Mount.of(tmp, '/data')], sidecars: [sidecar({ mounts: [Mount.of(data)] })] })).toBe('');
  });

  test.each(['/etc', '../etc', 'a/../../b', ''])('the subPath %j leaves its volume', (subPath) => {
    expect(said({ volumes: [data], mounts: [Mount.of(data, '/x', { subPath })] })).toBe(
      `MOUNT-SUBPATH  lab/worker/blog: the subPath "${subPath}" of data, but a subPath is relative and stays inside the volume, without "..".\n               Write it relative to the root of the volume, or leave it out to mount the whole volume.`,
    );
  });

  test('of a volume that the app does not declare are refused, wherever they are', () => {
    expect(said({ mounts: [Mount.of(data)], initContainers: [{ name: 'setup', mounts: [Mount.of(data)] }] })).toMatchInlineSnapshot(`
      "MOUNT-UNDECLARED  lab/worker/blog: a mount of data at /data, but the volumes of the app are none.
                        Add it to volumes, with unmounted() if the main container does not need it.

      MOUNT-UNDECLARED  lab/worker/blog: a mount of data at /data in setup, but the volumes of the app are none.
                        Add it to volumes, with unmounted() if the main container does not need it."
    `);
  });

  test('at a path that is none are refused', () => {
    expect(said({ volumes: [data], initContainers: [{ name: 'setup', mounts: [Mount.of(data, 'data')] }] })).toMatchInlineSnapshot(`
      "MOUNT-INVALID  lab/worker/blog: the path "data" in setup, but a mount path is absolute, without ":" or "..".
                     Correct the path."
    `);
  });

  test('in memory are warned of where the limit cannot hold them', () => {
    expect(said({ volumes: [Volume.memory('/dev/shm', Size.mib(200))] })).toMatchInlineSnapshot(`
      "MEMORY-VOLUME-OVER-LIMIT  lab/worker/blog: 200Mi at /dev/shm in memory, on top of the 128Mi that the app needs, and its memory limit is 256Mi: the kernel kills it before the volume is full.
                                Raise memoryLimit, make the volume smaller, or accept it with the reason why the volume never fills up."
    `);
    expect(said({ volumes: [Volume.memory('/dev/shm', Size.mib(128))] })).toBe('');
  });
});

describe('volumes', () => {
  test('that all pods are to write need a class that can', () => {
    expect(said({ volumes: [Volume.data('/media', { size: Size.gib(1), readWriteMany: true, storageClass: 'drbd-replicated' })] })).toMatchInlineSnapshot(`
      "STORAGE-NOT-SHARED  lab/worker/blog: ReadWriteMany data at /media on drbd-replicated, but the classes that several nodes may write at once are none.
                          Use one of them, declare one in storage.classes with readWriteMany, or mount NFS with Volume.nfs.

      FLEXIBLE-TWIN-WRITER  lab/worker/blog: /media over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                            Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage."
    `);
    expect(
      messagesOf(AvailabilityClass.HIGHLY_AVAILABLE, { volumes: [Volume.data('/media', { size: Size.gib(1), readWriteMany: true })] }),
    ).toMatchInlineSnapshot(`
      "STORAGE-NOT-SHARED  lab/worker/blog: ReadWriteMany data at /media, but the classes that several nodes may write at once are none.
                          Use one of them, declare one in storage.classes with readWriteMany, or mount NFS with Volume.nfs."
    `);
  });

  test('that exist cannot be mounted by many nodes on a class for one', () => {
    const classes = [
      { name: 'local-path', nodeLocal: true, readWriteMany: true },
      { name: 'block', nodeLocal: false },
      { name: 'cephfs', nodeLocal: false, readWriteMany: true },
    ];
    const of = (storageClass?: string, readWriteMany = true) =>
      messagesOf(
        AvailabilityClass.HIGHLY_AVAILABLE,
        { volumes: [Volume.claim('/media', { claimName: 'media', readWriteMany, ...(storageClass === undefined ? {} : { storageClass }) })] },
        facts({ storage: { classes } }),
      );
    expect(of('block')).toMatchInlineSnapshot(`
      "STORAGE-NOT-SHARED  lab/worker/blog: the claim media with readWriteMany on block, but the classes that several nodes may write at once are cephfs.
                          Use one of them, declare one in storage.classes with readWriteMany, or mount NFS with Volume.nfs."
    `);
    expect(of('local-path')).toContain('the claim media with readWriteMany on local-path');
    expect(of('cephfs')).toBe('');
    // What nobody declares may be able to.
    expect(of('unknown')).toBe('');
    expect(of()).toBe('');
  });

  test('with one file as text and as bytes are refused', () => {
    expect(said({ volumes: [Volume.config('/etc/app', { files: { a: '' }, binaryFiles: { a: new Uint8Array([1]) } })] })).toMatchInlineSnapshot(`
      "CONFIG-NAME  lab/worker/blog: two files "a", but each file needs its own name, whether text or binary.
                   Rename one of them."
    `);
  });

  test('of one file need the name of a file', () => {
    expect(said({ volumes: [Volume.configFile('/etc/app/', 'x')] })).toMatchInlineSnapshot(`
      "MOUNT-SUBPATH  lab/worker/blog: the subPath "" of etc-app, but a subPath is relative and stays inside the volume, without "..".
                     Write it relative to the root of the volume, or leave it out to mount the whole volume.

      CONFIG-NAME  lab/worker/blog: the file "", but a ConfigMap accepts letters, digits, "-", "_" and "." in names.
                   Rename it."
    `);
  });

  test('of bytes count into the size of a ConfigMap', () => {
    expect(said({ volumes: [Volume.config('/etc/app', { files: {}, binaryFiles: { a: new Uint8Array(1024 ** 2) } })] })).toMatchInlineSnapshot(`
      "CONFIG-TOO-BIG  lab/worker/blog: 1048577 bytes at /etc/app, but a ConfigMap holds at most 1048576.
                      Put big files on a data volume, or into the image."
    `);
  });
});

describe('variables', () => {
  test('from what a container cannot ask for are refused', () => {
    expect(said({ env: { PORT: EnvValue.fromField('spec.ports'), MEMORY: EnvValue.fromResource('memory') } })).toMatchInlineSnapshot(`
      "ENV-FIELD-INVALID  lab/worker/blog: PORT from the field spec.ports, but the fields are metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP and status.podIPs, and metadata.labels['…'].
                         Use one of them.

      ENV-FIELD-INVALID  lab/worker/blog: MEMORY from the resource memory, but containers can read only limits or requests of cpu, memory and ephemeral-storage.
                         Use one of them."
    `);
    expect(said({ env: { TEAM: EnvValue.fromField("metadata.labels['team']") } })).toBe('');
  });

  test('from sets that Kubernetes would refuse are refused', () => {
    expect(said({ envFrom: [EnvFrom.secret('My_Secret'), EnvFrom.configMap('app', '1-')] })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the Secret "My_Secret", but Kubernetes accepts a-z, 0-9, "-" and ".".
                    Use its name in the cluster.

      ENV-NAME-INVALID  lab/worker/blog: the prefix "1-" for the variables of app, but Kubernetes accepts letters, digits, "_", "." and "-", without a digit first.
                        Correct it."
    `);
  });
});

describe('probes', () => {
  test('with times or failures that Kubernetes refuses are refused', () => {
    const health = { readiness: Probe.exec('true').every(Duration.millis(500)), liveness: Probe.exec('true').tolerating(0) };
    expect(said({ health })).toMatchInlineSnapshot(`
      "PROBE-INVALID  lab/worker/blog: health.readiness with 0.5 s, but Kubernetes accepts only whole seconds, at least 1.
                     Use whole seconds.

      PROBE-INVALID  lab/worker/blog: health.liveness that tolerates 0 failures, but Kubernetes needs at least 1.
                     Use at least 1."
    `);
  });

  test('of a start have no rhythm of their own', () => {
    expect(said({ health: { startup: Probe.exec('true').every(Duration.seconds(1)) } })).toMatchInlineSnapshot(`
      "PROBE-INVALID  lab/worker/blog: health.startup with its own interval or failures, but the startup probe runs every 5 s for the time in startsWithin.
                     Set health.startsWithin."
    `);
  });

  test('of a readiness that says how often leave the start as it is', () => {
    expect(said({ health: { readiness: Probe.exec('true').every(Duration.minutes(1)) } })).toBe('');
  });

  test('of a sidecar ask its own ports', () => {
    const network = { ports: [Port.http(8080)] };
    expect(said({ network, sidecars: [sidecar({ health: { readiness: Probe.http('/', 'http') } })] })).toMatchInlineSnapshot(`
      "PROBE-WITHOUT-PORT  lab/worker/blog: health of side, readiness on the port http, but the TCP ports are none.
                          Add the port to the ports of the sidecar, or name one of them."
    `);
  });
});

describe('hardware', () => {
  test('that no node has leaves none for the app', () => {
    expect(said({ resources: { ...RESOURCES, extended: { 'gpu.intel.com/i915': 1 } } })).toMatchInlineSnapshot(`
      "NODE-OUT-OF-REACH  lab/worker/blog: the role worker, but no node is left for the app (3 nodes have the role worker; those with 1 gpu.intel.com/i915: none).
                         Give a node all of these, or ask for less."
    `);
  });

  test('with a name or a number that Kubernetes refuses is refused', () => {
    const deviceClaims = [DeviceClaim.of('gpu.intel.com', { count: 0 }), DeviceClaim.of('gpu.intel.com', { name: 'GPU 1' })];
    const resources = { ...RESOURCES, extended: { gpu: 1.5 }, deviceClaims };
    const text = said({ resources });
    expect(
      text
        .split('\n\n')
        .filter((one) => one.startsWith('HARDWARE'))
        .join('\n\n'),
    ).toMatchInlineSnapshot(`
      "HARDWARE-INVALID  lab/worker/blog: the extended resource "gpu" of the app, but an extended resource has a domain and a name, like gpu.intel.com/i915.
                        Copy it from kubectl describe node.

      HARDWARE-INVALID  lab/worker/blog: 1.5 gpu for the app, but a container needs a whole number of devices, at least 1.
                        Set the number, or leave it out.

      HARDWARE-INVALID  lab/worker/blog: 0 devices of gpu.intel.com for the app, but a claim has 1 to 32.
                        Set a number in this range.

      HARDWARE-INVALID  lab/worker/blog: the device claim "GPU 1" of the app, but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                        Give it another name."
    `);
  });

  test('claimed twice under one name is one claim, and cannot be two', () => {
    const claims = (count: number) => ({ ...RESOURCES, deviceClaims: [DeviceClaim.of('gpu.intel.com', { count })] });
    const text = said({ resources: claims(1), sidecars: [sidecar({ resources: claims(2) })] });
    expect(text.split('\n\n')[0]).toMatchInlineSnapshot(`
      "HARDWARE-INVALID  lab/worker/blog: two device claims named gpu-intel-com, but one is for 1 of gpu.intel.com, the other for 2 of gpu.intel.com.
                        Give one of them another name."
    `);
  });
});

describe('security', () => {
  test('a user namespace goes neither with the node nor with NFS', () => {
    const nfs = Volume.nfs('/media', { server: 'nas', path: '/media', readOnly: true });
    expect(said({ volumes: [nfs], security: { userNamespace: true, allow: [Allow.hostNetwork(REASON)] } })).toMatchInlineSnapshot(`
      "USER-NAMESPACE-IMPOSSIBLE  lab/worker/blog: a user namespace with host-network and NFS at /media, but a pod with its own user namespace cannot use that.
                                 Remove one of the two."
    `);
    expect(said({ security: { userNamespace: true, allow: [Allow.hostIpc(REASON)] } })).toMatch(/ a user namespace with host-ipc, /);
  });

  test('kernel settings are those that every pod may have', () => {
    expect(said({ security: { sysctls: { 'net.ipv4.tcp_rmem': '1', 'vm.overcommit_memory': '1' } } }, older('1.31.0'))).toMatchInlineSnapshot(`
      "SYSCTL-INVALID  lab/worker/blog: the setting net.ipv4.tcp_rmem, but pods may have it only since Kubernetes 1.32.
                      Use Allow.unsafeSysctl if the kubelets allow it, or remove it.

      SYSCTL-INVALID  lab/worker/blog: the setting vm.overcommit_memory, but the settings that every pod may have are kernel.shm_rmid_forced, net.ipv4.ip_local_port_range, net.ipv4.tcp_syncookies, net.ipv4.ping_group_range, net.ipv4.ip_unprivileged_port_start, net.ipv4.ip_local_reserved_ports, net.ipv4.tcp_keepalive_time, net.ipv4.tcp_fin_timeout, net.ipv4.tcp_keepalive_intvl and net.ipv4.tcp_keepalive_probes.
                      Set it on the nodes, or remove it."
    `);
    expect(said({ security: { sysctls: { 'net.ipv4.tcp_rmem': '1' }, allow: [Allow.hostNetwork(REASON)] } })).toMatchInlineSnapshot(`
      "SYSCTL-INVALID  lab/worker/blog: the setting net.ipv4.tcp_rmem on the host network, but that network belongs to the node.
                      Set it on the nodes."
    `);
  });

  test('what Kubernetes does not call safe is named with a reason, and is of a pod', () => {
    const unsafe = (name: string) => Allow.unsafeSysctl(name, '1', REASON);
    expect(said({ security: { sysctls: { 'net.ipv4.ip_forward': '1' } } })).toContain('Use Allow.unsafeSysctl if the kubelets allow it, or remove it.');
    expect(said({ security: { allow: [unsafe('vm.max_map_count'), unsafe('net.ipv4.tcp_syncookies')] } })).toMatchInlineSnapshot(`
      "SYSCTL-INVALID  lab/worker/blog: the setting vm.max_map_count, but the kernel has one value for the whole node.
                      Set it on the nodes, or remove it.

      SYSCTL-INVALID  lab/worker/blog: the setting net.ipv4.tcp_syncookies as an unsafe one, but Kubernetes calls it safe.
                      Move it to security.sysctls."
    `);
    expect(said({ security: { allow: [unsafe('net.ipv4.ip_forward'), unsafe('net.ipv4.ip_forward')] } })).toMatchInlineSnapshot(`
      "SYSCTL-INVALID  lab/worker/blog: the setting net.ipv4.ip_forward twice, but a setting has one value.
                      Remove one of them."
    `);
    expect(said({ security: { allow: [unsafe('net.ipv4.ip_forward'), Allow.hostNetwork(REASON)] } })).toMatchInlineSnapshot(`
      "SYSCTL-INVALID  lab/worker/blog: the setting net.ipv4.ip_forward on the host network, but that network belongs to the node.
                      Set it on the nodes."
    `);
    expect(said({ security: { allow: [unsafe('net.ipv4.ip_forward'), unsafe('kernel.shmmax'), unsafe('fs.mqueue.msg_max')] } })).toBe('');
    expect(said({ sidecars: [sidecar({ security: { allow: [unsafe('net.ipv4.ip_forward')] } })] })).toMatchInlineSnapshot(`
      "ALLOW-INVALID  lab/worker/blog: unsafe-sysctl for side, but it applies to all containers of a pod or to none.
                     Set it in the security of the app."
    `);
  });

  test('the kubelets of all nodes let pods have it', () => {
    const forward = { security: { allow: [Allow.unsafeSysctl('net.ipv4.ip_forward', '1', REASON)] } };
    const clusterOf = (allowedUnsafeSysctls: readonly string[]) =>
      factsOf([worker('w1', { allowedUnsafeSysctls }), worker('w2', { allowedUnsafeSysctls: ['net.*'] })]);
    const given = clusterOf(['kernel.*']);
    expect(only('SYSCTL-REFUSED', checkApps([planOf(FLEXIBLE, forward, given)], given))).toMatchInlineSnapshot(`
      "SYSCTL-REFUSED  lab/worker/blog: the setting net.ipv4.ip_forward, but the kubelet of w1 refuses pods with it.
                      Start it with --allowed-unsafe-sysctls=net.ipv4.ip_forward and add that to allowedUnsafeSysctls of the node, or place the app elsewhere."
    `);
    const both = clusterOf(['net.ipv4.ip_forward']);
    expect(only('SYSCTL-REFUSED', checkApps([planOf(FLEXIBLE, forward, both)], both))).toBe('');
    expect(planOf(FLEXIBLE, forward).securityLevel.value).toBe(PodSecurityLevel.PRIVILEGED);
    expect(planWithoutFacts(FLEXIBLE, forward).unchecked).toContain('SYSCTL-REFUSED');
  });

  test('an ordinary user on a low port is warned of where nobody opens it', () => {
    const network = { ports: [Port.http(80)] };
    const kubeadm = older('1.36.3', Distribution.KUBEADM);
    expect(said({ network }, kubeadm)).toMatchInlineSnapshot(`
      "PRIVILEGED-PORT  lab/worker/blog: the port 80 of the app as user 65532, and with some container runtimes only containers with NET_BIND_SERVICE may listen below 1024.
                       Use a higher port and exposedAs, set security.sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' }, or accept it if the runtime of every node allows it."
    `);
    expect(said({ network, security: { allow: [Allow.hostNetwork(REASON)] } })).toMatchInlineSnapshot(`
      "PRIVILEGED-PORT  lab/worker/blog: the port 80 of the app as user 65532, and on the host network only containers with NET_BIND_SERVICE may listen below 1024.
                       Use a higher port, add Allow.capability('NET_BIND_SERVICE', reason), or accept it with the reason why it can listen there."
    `);
    expect(said({ network })).toBe('');
    expect(said({ network, security: { sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' } } }, kubeadm)).toBe('');
    expect(said({ network, security: { allow: [Allow.capability('NET_BIND_SERVICE', REASON)] } }, kubeadm)).toBe('');
    expect(said({ network, security: { allow: [Allow.rootUser(REASON), Allow.capability('NET_BIND_SERVICE', REASON)] } }, kubeadm)).toBe('');
    expect(said({ network, security: { allow: [Allow.rootUser(REASON), Allow.privileged(REASON)] } }, kubeadm)).toBe('');
    expect(said({ network, security: { allow: [Allow.rootUser(REASON), Allow.capability('CHOWN', REASON)] } }, kubeadm)).toMatchInlineSnapshot(`
      "PRIVILEGED-PORT  lab/worker/blog: the port 80 of the app as user 0, and with some container runtimes only containers with NET_BIND_SERVICE may listen below 1024.
                       Use a higher port, add Allow.capability('NET_BIND_SERVICE', reason), or accept it with the reason why it can listen there."
    `);
  });

  test('of a pod shares its processes with the node, or among its own', () => {
    expect(said({ security: { allow: [Allow.hostProcesses(REASON), Allow.sharedProcesses(REASON)] } })).toMatchInlineSnapshot(`
      "ALLOW-INVALID  lab/worker/blog: shared-processes together with host-processes, but a pod has its own processes or the node's.
                     Remove one of the two."
    `);
  });

  test('of one container has a reason, names what it may, and is not that of the whole pod', () => {
    const security = { user: 0, allow: [Allow.hostNetwork(REASON), Allow.writableRootFilesystem(''), Allow.capability('chown', REASON)] };
    expect(said({ initContainers: [{ name: 'setup', security }] })).toMatchInlineSnapshot(`
      "ALLOW-WITHOUT-REASON  lab/worker/blog: writable-root in setup without a reason, but the report must say why the app needs it.
                            Add a reason.

      ALLOW-INVALID  lab/worker/blog: host-network for setup, but it applies to all containers of a pod or to none.
                     Set it in the security of the app.

      ALLOW-INVALID  lab/worker/blog: the capability "chown" in setup, but capabilities are written like NET_BIND_SERVICE, without CAP_.
                     Correct it.

      ROOT-NOT-ALLOWED  lab/worker/blog: user 0 in setup, but containers run as an ordinary user by default.
                        Set another user, or add Allow.rootUser(reason)."
    `);
    expect(said({ sidecars: [sidecar({ security: { user: -1 } })] })).toMatchInlineSnapshot(`
      "NUMBER-ABSURD  lab/worker/blog: security.user of side: -1, but ids are 0 to 2147483647.
                     Use the number that the image documents."
    `);
  });
});

describe('sidecars', () => {
  test('have a name of their own, and ports that nobody else has', () => {
    const network = { ports: [Port.http(8080)] };
    const sidecars = [sidecar({ name: 'blog' }), sidecar({ name: 'setup', ports: [Port.tcp(8080, 'metrics')] })];
    expect(said({ network, initContainers: [{ name: 'setup' }], sidecars })).toMatchInlineSnapshot(`
      "INIT-DUPLICATE  lab/worker/blog: two containers named setup, but each container needs its own name.
                      Rename one of them.

      NAME-INVALID  lab/worker/blog: the sidecar "blog", but Kubernetes accepts a-z, 0-9 and "-", and the main container already has the name of the app.
                    Rename it.

      PORT-CLASH  lab/worker/blog: two ports 8080/TCP, but only one program can listen there.
                  Remove one of them."
    `);
  });

  test('on the network of a node take its ports', () => {
    const onNode = (name: string, port: number) =>
      planOf(FLEXIBLE, {
        name,
        network: { ports: [Port.http(port)] },
        security: { allow: [Allow.hostNetwork(REASON)] },
        sidecars: [sidecar({ ports: [Port.tcp(9000, 'metrics')] })],
      });
    expect(only('HOST-PORT-CLASH', checkApps([onNode('a', 8000), onNode('b', 8001)], facts()).slice(0, 1))).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/b: the port 9000/TCP of w1, but lab/worker/a may use it there.
                       Use another port, or the pod network."
    `);
  });

  test('keep no secret in plain text', () => {
    expect(said({ sidecars: [sidecar({ env: { TOKEN: EnvValue.of('hunter2') }, args: ['--password=hunter2'] })] })).toMatchInlineSnapshot(`
      "SECRET-IN-ENV  lab/worker/blog: a value for TOKEN, but this value would end up in Git.
                     Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.

      SECRET-IN-ARGS  lab/worker/blog: a value in --password=…, but this value would end up in Git.
                      Put it into an env variable from a Secret, and write $(NAME) here, or give publicTexts with a reason."
    `);
  });
});

describe('the cluster', () => {
  test('must be new enough', () => {
    const text = said(
      {
        sidecars: [sidecar({ security: { allow: [Allow.appArmorUnconfined(REASON)] } })],
        preStop: PreStop.sleep(Duration.seconds(5)),
        security: { userNamespace: true },
      },
      older('1.28.4'),
    );
    expect(text).toMatchInlineSnapshot(`
      "KUBERNETES-TOO-OLD  lab/worker/blog: a sidecar, but the cluster has Kubernetes 1.28.4, and 1.29 is the first that has it on by default.
                          Upgrade the cluster, or remove it.

      KUBERNETES-TOO-OLD  lab/worker/blog: preStop that sleeps, but the cluster has Kubernetes 1.28.4, and 1.30 is the first that has it on by default.
                          Upgrade the cluster, or remove it.

      KUBERNETES-TOO-OLD  lab/worker/blog: an AppArmor profile, but the cluster has Kubernetes 1.28.4, and 1.30 is the first that has it on by default.
                          Upgrade the cluster, or remove it.

      KUBERNETES-TOO-OLD  lab/worker/blog: a user namespace, but the cluster has Kubernetes 1.28.4, and 1.33 is the first that has it on by default.
                          Upgrade the cluster, or remove it."
    `);
    expect(said({ sidecars: [sidecar()], security: { userNamespace: true } }, older('1.33.0'))).toBe('');
  });

  test('must know device claims', () => {
    const resources = { ...RESOURCES, deviceClaims: [DeviceClaim.of('gpu.intel.com')] };
    expect(said({ resources }, older('1.33.0')).split('\n\n')[0]).toMatchInlineSnapshot(`
      "KUBERNETES-TOO-OLD  lab/worker/blog: a device claim, but the cluster has Kubernetes 1.33.0, and 1.34 is the first that has it on by default.
                          Upgrade the cluster, or remove it."
    `);
  });
});

describe('names and the end', () => {
  test('of hosts and servers are addresses and DNS names', () => {
    const dns = { policy: DnsPolicy.DEFAULT, nameservers: ['dns.home', '1.1.1.1', '::1', '8.8.8.8'], searches: ['Home'] };
    expect(said({ dns, hostAliases: [{ ip: '192.168.1', hostnames: ['My_NAS'] }] })).toMatchInlineSnapshot(`
      "DNS-INVALID  lab/worker/blog: the name server "dns.home", but a name server is an IP address.
                   Write its address.

      DNS-INVALID  lab/worker/blog: 4 name servers, but a pod has at most 3.
                   Remove some of them.

      DNS-INVALID  lab/worker/blog: the search domain "Home", but a domain is a DNS name in lower case.
                   Correct it.

      DNS-INVALID  lab/worker/blog: the host alias "192.168.1", but host aliases map an IP address to names.
                   Write the address.

      DNS-INVALID  lab/worker/blog: the host alias "My_NAS" of 192.168.1, but a host is a DNS name in lower case.
                   Correct it."
    `);
    expect(said({ dns: { policy: DnsPolicy.NONE } })).toMatchInlineSnapshot(`
      "DNS-INVALID  lab/worker/blog: DnsPolicy.NONE without a name server, but then the pod cannot resolve names.
                   Add nameservers, or leave the policy out."
    `);
  });

  test('of the pod itself and of its priority are names', () => {
    expect(said({ hostname: 'a.b', priority: 'Urgent' })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the host name "a.b", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                    Correct it.

      NAME-INVALID  lab/worker/blog: the PriorityClass "Urgent", but Kubernetes accepts a-z, 0-9, "-" and ".".
                    Use its name in the cluster."
    `);
    expect(messagesOf(AvailabilityClass.HIGHLY_AVAILABLE, { hostname: 'radio', volumes: [data] })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the host name "radio" for several pods, but a StatefulSet gives each its own.
                    Leave it out."
    `);
  });

  test('a container does something when it starts and ends, or nothing is said', () => {
    expect(said({ postStart: [], sidecars: [sidecar({ postStart: [], preStop: PreStop.sleep(Duration.minutes(1)) })] })).toMatchInlineSnapshot(`
      "POST-START-INVALID  lab/worker/blog: postStart without a command, but postStart runs a command.
                          Give the command as a list of words, or leave postStart out.

      POST-START-INVALID  lab/worker/blog: postStart of side without a command, but postStart runs a command.
                          Give the command as a list of words, or leave postStart out.

      PRE-STOP-INVALID  lab/worker/blog: preStop of side of 60 s, but Kubernetes kills the app 30 s after preStop begins.
                        Raise terminationGrace by that much, or sleep less."
    `);
    expect(said({ postStart: ['true'], sidecars: [sidecar({ postStart: ['true'], preStop: PreStop.sleep(Duration.seconds(29)) })] })).toBe('');
  });

  test('a sleep before the end leaves time to end', () => {
    expect(said({ preStop: PreStop.sleep(Duration.seconds(30)) })).toMatchInlineSnapshot(`
      "PRE-STOP-INVALID  lab/worker/blog: preStop of 30 s, but Kubernetes kills the app 30 s after preStop begins.
                        Raise terminationGrace by that much, or sleep less."
    `);
    expect(said({ preStop: PreStop.sleep(Duration.millis(100)) })).toMatchInlineSnapshot(`
      "PRE-STOP-INVALID  lab/worker/blog: preStop of 0.1 s, but Kubernetes accepts only whole seconds, at least 1.
                        Use whole seconds, or leave preStop out."
    `);
    expect(said({ preStop: PreStop.exec(), health: { readiness: Probe.exec() } })).toMatchInlineSnapshot(`
      "PRE-STOP-INVALID  lab/worker/blog: preStop that does nothing, but preStop sleeps or runs a command.
                        Set one of them, or leave preStop out.

      PROBE-INVALID  lab/worker/blog: health.readiness without a command, but this probe runs one.
                     Give the command as a list of words."
    `);
    expect(said({ preStop: PreStop.sleep(Duration.seconds(30)), terminationGrace: Duration.minutes(1) })).toBe('');
  });
});
