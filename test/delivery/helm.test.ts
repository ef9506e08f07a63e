import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Chart } from 'cdk8s';
import { parse } from 'yaml';
import { App, Cluster, HelmChart, HighlyAvailable, PriorityClasses, SinglePodFlexible, SinglePodPinned, Volume } from '../../lib';
import { tgzOf } from '../../lib/delivery/helm/archive';
import { clusterProps, messages, RESOURCES } from '../support';
import { chart, refusal, wiki, wikiProps } from './charted';

test('a chart of one app has its objects, their namespace and their PriorityClass, and a text for people', () => {
  expect(Object.keys(wiki())).toEqual([
    'Chart.yaml',
    'README.md',
    'templates/NOTES.txt',
    'templates/_helpers.tpl',
    'templates/priorities/availability-single-pod-flexible.yaml',
    'templates/worker/namespace-wiki.yaml',
    'templates/worker/wiki.yaml',
    'values.schema.json',
    'values.yaml',
  ]);
});

test('what differs between installations is a value, with a comment', () => {
  const { 'Chart.yaml': about, 'values.yaml': values, 'templates/NOTES.txt': notes } = wiki();
  expect(about).toMatchInlineSnapshot(`
    "apiVersion: v2
    name: wiki
    description: wiki, with its availability class.
    type: application
    version: "1.2.3"
    appVersion: "1.0.0"
    "
  `);
  expect(values).toMatchInlineSnapshot(`
    "# What may differ between installations. Everything else is a decision of the program that wrote this chart.
    # What other releases may have made already: one release owns each.
    create:
      # Whether this release makes the PriorityClasses that its pods name. They stay when it is uninstalled.
      priorityClasses: true
      # Whether this release makes its namespaces. They stay when it is uninstalled.
      namespaces: true
    # wiki: SinglePodFlexible.
    wiki:
      # The image of the container wiki.
      image:
        # With its registry.
        repository: ghcr.io/example/wiki
        # The version.
        tag: "1.0.0"
        # What runs, whatever the tag says. With another tag: its digest, or "".
        digest: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        # With Always no pod starts while the registry is away.
        pullPolicy: IfNotPresent
      # Kubernetes finds room by requests; the memory limit ends a container that takes more. A limit of CPU slows it.
      resources:
        # The requests of wiki.
        requests:
          cpu: 100m
          ephemeral-storage: 256Mi
          memory: 128Mi
        # The limits of wiki.
        limits:
          ephemeral-storage: 256Mi
          memory: 256Mi
      # Variables of wiki, more of them too. Never a secret.
      env:
        TITLE: Wiki
      # 1: wiki is SinglePodFlexible, one pod at a time
      replicas: 1
      # The nodes that it may use: those whose labels have one of these values.
      nodes:
        # Values of the label cdk8s-availability/role-worker.
        cdk8s-availability/role-worker:
          - "true"
        # Values of the label cdk8s-availability/role-storage.
        cdk8s-availability/role-storage:
          - "true"
      # How long a pod stays on a node that does not answer, in seconds; at most 30: the promised time counts with it.
      tolerationSeconds: 30
      # Volumes, by their names.
      claims:
        data:
          # The size of wiki-data: it can grow, not shrink.
          size: 1Gi
          # Its storage class, for a new claim.
          storageClassName: drbd-replicated
      # The Service wiki.
      service:
        # One of ClusterIP, NodePort, LoadBalancer.
        type: ClusterIP
      # How it is reached from outside.
      ingress:
        # Its web addresses, in this order. Variables may have them, too: see env.
        hosts:
          - wiki.example
      # Files that the chart brings, by ConfigMap: what is given here replaces one as a whole.
      configFiles:
        # Texts of page.tmpl.
        themes: {}
      # More labels of all its objects.
      labels: {}
      # More annotations of all its objects.
      annotations: {}
      # More labels of its pods.
      podLabels: {}
      # More annotations of its pods. A new one starts them again.
      podAnnotations: {}
    "
  `);
  expect(notes).toMatchInlineSnapshot(`
    "wiki 1.2.3. It was decided for the cluster lab, with Kubernetes 1.36.3.

    wiki: SinglePodFlexible, one pod, which moves to another node when its node dies.
      When its node dies: back after 22 s to 3 min 7 s (quorum lost, pod moved, volume freed 20 s to 2 min 15 s, attach 1 s to 15 s, start 1 s to 37 s; rarely 2 min more, when the volume is attached to the dead node again).
      What to do then: nothing but repair the node in time, before another one dies. See where it runs with: kubectl get pods -n wiki -l app.kubernetes.io/name=wiki -o wide
    "
  `);
});

test('a template is the plain YAML with an expression at each value', () => {
  expect(wiki()['templates/worker/wiki.yaml']).toMatchInlineSnapshot(`
    "{{- $app := index .Values "wiki" -}}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      labels:
        app.kubernetes.io/instance: wiki
        app.kubernetes.io/managed-by: cdk8s-availability
        app.kubernetes.io/name: wiki
        {{- with omit (default dict $app.labels) "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "app.kubernetes.io/name" }}{{ toYaml . | nindent 4 }}{{ end }}
      name: wiki-themes
      namespace: wiki
      {{- with $app.annotations }}{{ printf "annotations:\\n%s" (toYaml . | indent 2) | nindent 2 }}{{ end }}
    data:
      {{- if not (hasKey (default dict $app.configFiles.themes) "page.tmpl") }}
      page.tmpl: |
        {{ "{{" }} .Title }}
      {{- end }}
      {{- with (default dict $app.configFiles.themes) }}{{ toYaml . | nindent 2 }}{{ end }}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      labels:
        app.kubernetes.io/instance: wiki
        app.kubernetes.io/managed-by: cdk8s-availability
        app.kubernetes.io/name: wiki
        {{- with omit (default dict $app.labels) "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "app.kubernetes.io/name" }}{{ toYaml . | nindent 4 }}{{ end }}
      name: wiki-data
      namespace: wiki
      annotations:
        helm.sh/resource-policy: keep
        {{- with omit (default dict $app.annotations) "helm.sh/resource-policy" }}{{ toYaml . | nindent 4 }}{{ end }}
    spec:
      accessModes:
        - ReadWriteOnce
      resources:
        requests:
          storage: {{ toJson $app.claims.data.size }}
      storageClassName: {{ toJson $app.claims.data.storageClassName }}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      labels:
        app.kubernetes.io/instance: wiki
        app.kubernetes.io/managed-by: cdk8s-availability
        app.kubernetes.io/name: wiki
        app.kubernetes.io/version: {{ toJson ($app.image.tag | trunc 63 | trimAll "-_.") }}
        {{- with omit (default dict $app.labels) "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "app.kubernetes.io/name" "app.kubernetes.io/version" }}{{ toYaml . | nindent 4 }}{{ end }}
      name: wiki
      namespace: wiki
      {{- with $app.annotations }}{{ printf "annotations:\\n%s" (toYaml . | indent 2) | nindent 2 }}{{ end }}
    spec:
      replicas: {{ toJson $app.replicas }}
      revisionHistoryLimit: 3
      selector:
        matchLabels:
          app.kubernetes.io/instance: wiki
          app.kubernetes.io/name: wiki
      strategy:
        type: Recreate
      template:
        metadata:
          annotations:
            cdk8s-availability/checksum-themes: {{ if $app.configFiles.themes }}{{ toJson (trunc 16 (sha256sum (toJson $app.configFiles.themes))) }}{{ else }}"5397af2a39863604"{{ end }}
            {{- with omit (default dict $app.podAnnotations) "cdk8s-availability/checksum-themes" }}{{ toYaml . | nindent 8 }}{{ end }}
          labels:
            app.kubernetes.io/instance: wiki
            app.kubernetes.io/managed-by: cdk8s-availability
            app.kubernetes.io/name: wiki
            app.kubernetes.io/version: {{ toJson ($app.image.tag | trunc 63 | trimAll "-_.") }}
            cdk8s-availability/class: SinglePodFlexible
            {{- with omit (default dict $app.podLabels) "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "app.kubernetes.io/name" "app.kubernetes.io/version" "cdk8s-availability/class" }}{{ toYaml . | nindent 8 }}{{ end }}
        spec:
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions:
                      - key: cdk8s-availability/role-worker
                        operator: In
                        values:{{- toYaml (index $app.nodes "cdk8s-availability/role-worker") | nindent 22 }}
                      - key: cdk8s-availability/role-storage
                        operator: In
                        values:{{- toYaml (index $app.nodes "cdk8s-availability/role-storage") | nindent 22 }}
            podAntiAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - podAffinityTerm:
                    labelSelector:
                      matchLabels:
                        cdk8s-availability/class: SinglePodFlexible
                    namespaceSelector: {}
                    topologyKey: kubernetes.io/hostname
                  weight: 100
          automountServiceAccountToken: false
          containers:
            - env:
                {{- if hasKey $app.env "TITLE" }}
                - name: TITLE
                  value: {{ toJson $app.env.TITLE }}
                {{- end }}
                {{- with omit (default dict $app.env) "TITLE" }}{{ include "cdk8s-availability.env" . | trim | nindent 12 }}{{ end }}
              image: {{ toJson (include "cdk8s-availability.image" $app.image) }}
              imagePullPolicy: {{ toJson $app.image.pullPolicy }}
              name: wiki
              ports:
                - containerPort: 8080
                  name: http
                  protocol: TCP
              readinessProbe:
                failureThreshold: 3
                periodSeconds: 10
                tcpSocket:
                  port: http
                timeoutSeconds: 5
              resources:
                limits:{{- toYaml $app.resources.limits | nindent 14 }}
                requests:{{- toYaml $app.resources.requests | nindent 14 }}
                {{- include "cdk8s-availability.limited" (list "wiki" $app.resources) }}
              securityContext:
                allowPrivilegeEscalation: false
                capabilities:
                  drop:
                    - ALL
                readOnlyRootFilesystem: true
              startupProbe:
                failureThreshold: 60
                periodSeconds: 5
                tcpSocket:
                  port: http
                timeoutSeconds: 5
              volumeMounts:
                - mountPath: /data
                  name: data
                - mountPath: /themes
                  name: themes
                  readOnly: true
          enableServiceLinks: false
          priorityClassName: availability-single-pod-flexible
          securityContext:
            fsGroup: 65532
            fsGroupChangePolicy: OnRootMismatch
            runAsGroup: 65532
            runAsNonRoot: true
            runAsUser: 65532
            seccompProfile:
              type: RuntimeDefault
          tolerations:
            - effect: NoExecute
              key: node.kubernetes.io/not-ready
              operator: Exists
              tolerationSeconds: {{ toJson $app.tolerationSeconds }}
            - effect: NoExecute
              key: node.kubernetes.io/unreachable
              operator: Exists
              tolerationSeconds: {{ toJson $app.tolerationSeconds }}
          volumes:
            - name: data
              persistentVolumeClaim:
                claimName: wiki-data
            - configMap:
                name: wiki-themes
              name: themes
    ---
    apiVersion: v1
    kind: Service
    metadata:
      labels:
        app.kubernetes.io/instance: wiki
        app.kubernetes.io/managed-by: cdk8s-availability
        app.kubernetes.io/name: wiki
        {{- with omit (default dict $app.labels) "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "app.kubernetes.io/name" }}{{ toYaml . | nindent 4 }}{{ end }}
      name: wiki
      namespace: wiki
      {{- with $app.annotations }}{{ printf "annotations:\\n%s" (toYaml . | indent 2) | nindent 2 }}{{ end }}
    spec:
      ports:
        - name: http
          port: 8080
          protocol: TCP
          targetPort: http
      selector:
        app.kubernetes.io/instance: wiki
        app.kubernetes.io/name: wiki
      type: {{ toJson $app.service.type }}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      labels:
        app.kubernetes.io/instance: wiki
        app.kubernetes.io/managed-by: cdk8s-availability
        app.kubernetes.io/name: wiki
        {{- with omit (default dict $app.labels) "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "app.kubernetes.io/name" }}{{ toYaml . | nindent 4 }}{{ end }}
      name: wiki
      namespace: wiki
      {{- with $app.annotations }}{{ printf "annotations:\\n%s" (toYaml . | indent 2) | nindent 2 }}{{ end }}
    spec:
      egress:
        - {}
      ingress:
        - ports:
            - port: 8080
              protocol: TCP
        - from:
            - podSelector:
                matchLabels:
                  app.kubernetes.io/instance: wiki
                  app.kubernetes.io/name: wiki
      podSelector:
        matchLabels:
          app.kubernetes.io/instance: wiki
          app.kubernetes.io/name: wiki
      policyTypes:
        - Ingress
        - Egress
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      labels:
        app.kubernetes.io/instance: wiki
        app.kubernetes.io/managed-by: cdk8s-availability
        app.kubernetes.io/name: wiki
        {{- with omit (default dict $app.labels) "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "app.kubernetes.io/name" }}{{ toYaml . | nindent 4 }}{{ end }}
      name: wiki
      namespace: wiki
      {{- with $app.annotations }}{{ printf "annotations:\\n%s" (toYaml . | indent 2) | nindent 2 }}{{ end }}
    spec:
      rules:
        - host: {{ toJson (index $app.ingress.hosts 0) }}
          http:
            paths:
              - backend:
                  service:
                    name: wiki
                    port:
                      name: http
                path: /
                pathType: Prefix
    "
  `);
});

test('the schema takes the default values', () => {
  const files = wiki();
  expect(refusal(files, 'wiki.replicas', 1)).toBe('');
  expect(refusal(files, 'global', {})).toBe('');
});

test('the schema refuses what the class refuses, and says why', () => {
  const files = wiki();
  expect(refusal(files, 'wiki.replicas', 2)).toBe('1: wiki is SinglePodFlexible, one pod at a time');
  expect(refusal(files, 'wiki.replicas', 0)).toBe('1: wiki is SinglePodFlexible, one pod at a time');
  expect(refusal(files, 'wiki.tolerationSeconds', 60)).toBe('at most 30: the promised time counts with it');
  expect(refusal(files, 'wiki.tolerationSeconds', 10)).toBe('');
  expect(refusal(files, 'wiki.claims.data.storageClassName', 'drbd-local')).toBe(
    'drbd-replicated: no other class of the cluster promises as much as drbd-replicated',
  );
});

test('a highly available app has no fewer pods than its class, and no more than nodes where each needs one', () => {
  const files = chart((cluster) => [new HighlyAvailable(cluster.workers, 'web', { image: wikiProps.image, resources: RESOURCES, network: wikiProps.network })]);
  for (const replicas of [2, 4]) expect(refusal(files, 'web.replicas', replicas)).toBe('3: web is HighlyAvailable, each pod on a node of its own, of 3');
});

test('a pinned app has one node, and no time after which it leaves', () => {
  const files = chart((cluster) => [
    new SinglePodPinned(cluster.workers, 'meter', { image: wikiProps.image, resources: RESOURCES, node: { name: 'w1', reason: 'its cable ends there' } }),
  ]);
  expect(refusal(files, ['meter', 'nodes', 'kubernetes.io/hostname'], ['w1', 'w2'])).toBe('one node: meter is SinglePodPinned');
  expect(refusal(files, ['meter', 'nodes', 'kubernetes.io/hostname'], ['w2'])).toBe('');
  expect(files['values.yaml']).not.toContain('tolerationSeconds');
});

test('an image with another tag needs its digest, or none', () => {
  const files = wiki();
  expect(refusal(files, 'wiki.image.tag', '1.1.0')).toBe('the digest of this image, or "": that of ghcr.io/example/wiki:1.0.0 would decide what runs');
  expect(refusal(files, 'wiki.image', { repository: 'ghcr.io/example/wiki', tag: '1.1.0', digest: '', pullPolicy: 'Always' })).toBe('');
  expect(refusal(files, 'wiki.image', { repository: 'ghcr.io/example/wiki', tag: '', digest: '', pullPolicy: 'Always' })).toBe('a version, where digest is ""');
  expect(refusal(files, 'wiki.image.tag', 'latest')).toContain('a version: latest is another image on each node');
});

test('keys that nobody knows, and labels of the chart, are refused', () => {
  const files = wiki();
  expect(refusal(files, 'wiki.strategy', 'RollingUpdate')).toBe('strategy');
  expect(refusal(files, 'wikki', {})).toBe('wikki');
  expect(refusal(files, 'wiki.configFiles.themes', { 'other.tmpl': '' })).toBe('other.tmpl');
  expect(refusal(files, 'wiki.labels', { 'app.kubernetes.io/name': 'other' })).toBe('another key: the chart has this one, and its labels stay as they are');
  expect(refusal(files, 'wiki.labels', { 'example.com/team': 'blue' })).toBe('');
});

test('braces, variables and backticks come out of a template as they are', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the variable belongs to the app
  const text = '{{ .Title }} {{{ x }}} }} {{- `a` -}} ${HOME} {{/* x */}}';
  const files = chart((cluster) => [
    new SinglePodFlexible(cluster.workers, 'wiki', { ...wikiProps, args: [text], volumes: [Volume.config('/themes', { files: { a: `${text}\n` } })] }),
  ]);
  const template = files['templates/worker/wiki.yaml'] ?? '';
  const printed = template.replaceAll('{{ "{{" }}', '<open>');
  expect(printed.match(/<open> .Title }} <open>{ x }}} }} <open>- `a` -}} \$\{HOME} <open>\/\* x \*\/}}/g)).toHaveLength(2);
  expect(template).not.toContain('{{ .Title');
});

test('apps with one name in two namespaces have values of their own', () => {
  const files = chart((cluster) => [
    new SinglePodFlexible(cluster.workers, 'one', { ...wikiProps, name: 'wiki', namespace: 'blue', network: {}, volumes: [] }),
    new SinglePodFlexible(cluster.workers, 'two', { ...wikiProps, name: 'wiki', namespace: 'red', network: {}, volumes: [] }),
  ]);
  expect(Object.keys(parse(files['values.yaml'] ?? ''))).toEqual(['create', 'blue-wiki', 'red-wiki']);
});

test('Flux does not see charts', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), flux: { url: 'https://git.example/lab.git' } });
  new HelmChart(cluster, 'wiki', { of: [new SinglePodFlexible(cluster.workers, 'wiki', { ...wikiProps, volumes: [] })], version: '1.2.3' });
  const { files } = app.build();
  expect([...files.keys()].filter((path) => path.includes('charts') && path.endsWith('kustomization.yaml'))).toEqual([]);
  expect([...files].filter(([path, bytes]) => path.startsWith('lab/flux/') && bytes.includes('charts'))).toEqual([]);
});

test('apps outside of a cluster get charts too', () => {
  const app = new App({ outdir: '/nowhere' });
  const apps = new Chart(app, 'apps', { namespace: 'apps' });
  new PriorityClasses(apps, 'priorities');
  new HelmChart(app, 'wiki', { of: [new SinglePodFlexible(apps, 'wiki', wikiProps)], version: '1.2.3' });
  const { files, findings } = app.build();
  expect(messages(findings)).toBe('');
  expect([...files.keys()].filter((path) => path.startsWith('charts/wiki/templates/apps/'))).toEqual([
    'charts/wiki/templates/apps/priorities.availability-single-pod-flexible.yaml',
    'charts/wiki/templates/apps/wiki.yaml',
  ]);
});

describe('a packed chart', () => {
  const built = () => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
    const of = [new SinglePodFlexible(cluster.workers, 'wiki', { ...wikiProps, volumes: [] })];
    new HelmChart(cluster, 'wiki', { of, version: '1.2.3', package: true });
    return new Map(app.build().files);
  };
  const charts = 'lab/charts';

  test('has the files of its folder, in an archive that every tar reads', () => {
    const files = built();
    const names = execFileSync('tar', ['-tz'], { input: files.get(`${charts}/wiki-1.2.3.tgz`) })
      .toString()
      .trim()
      .split('\n');
    const folder = [...files.keys()].filter((path) => path.startsWith(`${charts}/wiki/`)).map((path) => path.slice(charts.length + 1));
    expect(names).toEqual(folder);
    const values = execFileSync('tar', ['-xzO', 'wiki/values.yaml'], { input: files.get(`${charts}/wiki-1.2.3.tgz`) });
    expect(values).toEqual(files.get(`${charts}/wiki/values.yaml`));
  });

  test('is a layout in which each blob has the digest that it is named by', () => {
    const files = built();
    const read = (path: string) => files.get(`${charts}/wiki.oci/${path}`) ?? Buffer.alloc(0);
    const [{ digest, annotations }] = JSON.parse(read('index.json').toString()).manifests;
    expect(annotations).toEqual({ 'org.opencontainers.image.ref.name': '1.2.3' });
    const blob = (of: string) => read(`blobs/${of.replace(':', '/')}`);
    const manifest = JSON.parse(blob(digest).toString());
    expect(blob(manifest.layers[0].digest)).toEqual(files.get(`${charts}/wiki-1.2.3.tgz`));
    expect(JSON.parse(blob(manifest.config.digest).toString())).toMatchObject({ apiVersion: 'v2', name: 'wiki', version: '1.2.3' });
    for (const one of [digest, manifest.layers[0].digest, manifest.config.digest])
      expect(`sha256:${createHash('sha256').update(blob(one)).digest('hex')}`).toBe(one);
  });

  test('is the same bytes each time', () => {
    expect(built()).toEqual(built());
  });

  test('keeps names that are long, or in other letters', () => {
    const names = [`${'a'.repeat(90)}/${'b'.repeat(90)}`, 'grün/values.yaml'];
    const tgz = tgzOf(new Map(names.map((name) => [name, Buffer.from(name)])));
    for (const name of names) expect(execFileSync('tar', ['-xzO', name], { input: tgz, env: { LC_ALL: 'C.UTF-8' } }).toString()).toBe(name);
  });
});
