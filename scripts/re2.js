// Translates the syntax of Go's regular expressions into that of JavaScript, as far as the rules of gitleaks use it:
// flags in the middle, which JavaScript lacks, become classes of both cases, and no group is captured.

/** @returns the same pattern for a RegExp without flags */
function toJavaScript(regex) {
  let rest = regex;
  let out = '';
  let folds = false;
  const outer = [];
  while (rest !== '') {
    const take = (pattern) => {
      const [all] = pattern.exec(rest) ?? [];
      if (all !== undefined) rest = rest.slice(all.length);
      return all;
    };
    const flags = take(/^\(\?-?[is]+\)/);
    if (flags !== undefined) {
      folds = foldsBy(flags, folds);
      continue;
    }
    const group = take(/^\((\?P<\w+>|\?-?[is]*:)?/);
    if (group !== undefined) {
      outer.push(folds);
      folds = foldsBy(group, folds);
      out += '(?:';
      continue;
    }
    if (take(/^\)/) !== undefined) {
      folds = outer.pop();
      out += ')';
      continue;
    }
    const set = take(/^\[(?:\[:\w+:\]|\\.|[^\]\\])+\]/);
    if (set !== undefined) {
      out += folds ? foldedSet(plainSet(set)) : plainSet(set);
      continue;
    }
    const escaped = take(/^\\(?:x[0-9a-f]{2}|.)/s);
    if (escaped !== undefined) {
      if (!/^\\[bBdDsSwWx\W]/.test(escaped)) throw new Error(`${escaped} is not known: ${regex}`);
      // Go allows escapes that say nothing.
      out += /^\\[-_#"'~!@%&<>=:;,]/.test(escaped) ? escaped[1] : escaped;
      continue;
    }
    const one = take(/^\{\d+(?:,\d*)?\}|^./s);
    out += folds && /^[a-z]$/i.test(one) ? `[${one.toLowerCase()}${one.toUpperCase()}]` : one === '/' ? '\\/' : one;
  }
  new RegExp(out);
  return out;
}

function foldsBy(flags, folds) {
  if (/^\(\?-[a-z]*i/.test(flags)) return false;
  return folds || /^\(\?[a-z]*i/.test(flags);
}

/** POSIX names within a set. */
function plainSet(set) {
  return set.replace('[:alnum:]', 'A-Za-z0-9');
}

/** A set with each letter and each range of letters in both cases. */
function foldedSet(set) {
  const items = set.slice(1, -1).match(/\\.|[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|./gs) ?? [];
  const both = items.flatMap((item) => (/^[a-z]/i.test(item) ? [item.toLowerCase(), item.toUpperCase()] : [item]));
  return `[${[...new Set(both)].join('')}]`;
}

module.exports = { toJavaScript };
