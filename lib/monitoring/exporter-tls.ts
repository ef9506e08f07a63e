import { MANAGED_BY } from '../kubernetes/labels';
import type { Manifest } from '../kubernetes/manifest';
import { NODE_EXPORTER } from './names';

/** Certificates with which the node exporters and Prometheus authenticate each other. */
export class ExporterTls {
  /**
   * A Secret with the keys `tls.crt`, `tls.key` and `ca.crt` in the namespaces of monitoring and of the node exporter. The
   * certificate must be valid for the name `node-exporter`, as server and as client.
   */
  static secret(secretName: string): ExporterTls {
    return new ExporterTls(secretName, undefined);
  }
  /** cert-manager, through a ClusterIssuer with a private authority: public ones do not sign such names. */
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
