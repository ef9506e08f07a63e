import { Severity } from '../../../cluster/finding';
import { duplicates, isLabelKey } from '../../../cluster/names';
import type { RuleRecord } from '../../../cluster/rule';
import { ALLOW_WITHOUT_REASON } from '../../model/records';
import type { ReachedRule } from '../reached';

/** An invalid port. */
export const PORT_INVALID: RuleRecord = {
  code: 'PORT-INVALID',
  severity: Severity.ERROR,
  means: 'a port name, number or protocol that Kubernetes refuses, or a port of the node on the host network',
  fix: 'use a name of at most 15 characters, and a number from 1 to 65535',
};

/** Two ports with the same name or number. */
export const PORT_CLASH: RuleRecord = {
  code: 'PORT-CLASH',
  severity: Severity.ERROR,
  means: 'two ports with the same name or number',
  fix: 'change one, or use `exposedAs` for the Service',
};

const PORTS_INVALID: ReachedRule = {
  ...PORT_INVALID,
  *check({ network: { ports, onHostNetwork } }) {
    for (const { name, number, servicePort = number, appProtocol, hostPort } of ports) {
      // Port names: IANA_SVC_NAME, at most 15 characters with a letter among them (Kubernetes API, ContainerPort.name).
      if (!/^(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(name) || name.includes('--'))
        yield { given: `the port name "${name}"`, allowed: 'but Kubernetes accepts at most 15 of a-z, 0-9 and "-"', fix: 'Shorten it.' };
      for (const one of new Set([number, servicePort, hostPort?.number ?? number])) {
        if (!Number.isInteger(one) || one < 1 || one > 65535)
          yield { given: `the port ${one}`, allowed: 'but ports are 1 to 65535', fix: 'Use another number.' };
      }
      if (appProtocol !== undefined && !isLabelKey(appProtocol))
        yield {
          given: `the protocol "${appProtocol}" of the port ${name}`,
          allowed: 'but Kubernetes accepts names like https or kubernetes.io/h2c',
          fix: 'Use such a name.',
        };
      if (hostPort !== undefined && onHostNetwork)
        yield {
          given: `the port ${hostPort.number} of the node for ${name}`,
          allowed: 'but on the host network every port is a port of the node',
          fix: 'Leave withHostPort out.',
        };
    }
  },
};

const HOST_PORT_WITHOUT_REASON: ReachedRule = {
  ...ALLOW_WITHOUT_REASON,
  *check({ network: { ports } }) {
    for (const { hostPort } of ports)
      if (hostPort?.reason.trim() === '')
        yield {
          given: `the port ${hostPort.number} of the node without a reason`,
          allowed: 'but the report must say why the app needs it',
          fix: 'Add a reason.',
        };
  },
};

const PORTS_CLASH: ReachedRule = {
  ...PORT_CLASH,
  *check({ network: { ports } }) {
    if (ports.length < 2) return;
    for (const number of duplicates(ports.flatMap(({ hostPort, protocol }) => (hostPort === undefined ? [] : [`${hostPort.number}/${protocol}`]))))
      yield { given: `two ports for the node port ${number}`, allowed: 'but a node has each port once', fix: 'Use another number.' };
    for (const name of duplicates(ports.map((port) => port.name)))
      yield { given: `two ports named ${name}`, allowed: 'but each port needs its own name', fix: 'Rename one of them.' };
    for (const number of duplicates(ports.map((port) => `${port.number}/${port.protocol}`)))
      yield { given: `two ports ${number}`, allowed: 'but only one program can listen there', fix: 'Remove one of them.' };
  },
};

/** What is wrong with single ports. */
export const PORT_RULES: readonly ReachedRule[] = [PORTS_INVALID, HOST_PORT_WITHOUT_REASON, PORTS_CLASH];
