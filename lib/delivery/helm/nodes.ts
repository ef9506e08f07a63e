import { isMap } from '../../cluster/parts';
import type { Manifest } from '../../kubernetes/manifest';
import { podTemplateOf as templateOf } from '../../kubernetes/pod-template';

/** A part of an object that is a copy, and gets marks. */
export interface Node {
  [key: string]: unknown;
}

export interface ObjectNode extends Node {
  readonly kind: string;
  readonly metadata: Node & { readonly name: string };
}

/** An object that marks can be put into. */
export function copyOf(manifest: Manifest): ObjectNode {
  return JSON.parse(JSON.stringify(manifest)) as ObjectNode;
}

/** The map at a path, if there is one. */
export function nodeAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((above, key) => (isNode(above?.[key]) ? above[key] : undefined), node);
}

/** The maps of the list at a path; none, if there is no list. */
export function nodesAt(node: Node | undefined, ...path: readonly string[]): readonly Node[] {
  const list = nodeAt(node, ...path.slice(0, -1))?.[path.at(-1) ?? ''];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return isMap(value);
}

/** The template of its pods. */
export function podTemplateOf(object: ObjectNode): Node | undefined {
  return templateOf(object) as Node | undefined;
}
