import { MANAGED_BY } from '../kubernetes/labels';
import type { Manifest } from '../kubernetes/manifest';
import { NODE_EXPORTER } from './names';

/** Certificates by which the node exporters know Prometheus, and Prometheus them. */
export class ExporterTls {
  /**
   * A Secret with the keys `tls.crt`, `tls.key` and `ca.crt` in the namespaces of monitoring and of the node exporter. The
   * certificate is for the name `node-exporter`, for servers and clients.
   */
  static secret(secretName: string): ExporterTls {
    return new ExporterTls(secretName, undefined);
  }
  /** cert-manager, through a ClusterIssuer with an authority of its own: one that signs for the web signs no such names. */
  static clusterIssuer(name: string): ExporterTls {
    return new ExporterTls(`${NODE_EXPORTER}-tls`, name);
  }

  private constructor(
    readonly secretName: string,
    /** The ClusterIssuer; undefined: the Secret is there. */
    readonly issuer: string | undefined,
  ) {
    Object.freeze(this);
  }
}

/** A certificate in each of the namespaces; fields: cert-manager.io/v1. */
export function certificates({ secretName, issuer }: ExporterTls, namespaces: readonly string[]): Manifest[] {
  if (issuer === undefined) return [];
  return namespaces.map((namespace) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: secretName, namespace, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } },
    spec: {
      secretName,
      dnsNames: [NODE_EXPORTER],
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
      privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always' },
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer },
    },
  }));
}
