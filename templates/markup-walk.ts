/** Reads a whole parsed template's HTML, branch by branch: every branch must leave the page where it found it. */
import { afterField, blockAt, fieldAt, readMarkup, samePlace, TEXT, type Place } from './markup';
import type { MarkupFault } from './markup-rules';

/** `line` counts from 1 and `column` from 0, as Handlebars counts. */
export type Position = { line: number; column: number };
export type MarkupVisitor = {
  fault(position: Position, fault: MarkupFault): void;
  /** A field that is the beginning of a link. */
  link(node: hbs.AST.MustacheStatement): void;
};

export function walkMarkup(program: hbs.AST.Program, visitor: MarkupVisitor): void {
  const end = walk(program, TEXT, visitor);
  if (end.in !== 'text') visitor.fault(program.loc.end, { code: 'TEMPLATE_TAG', sentence: 'the last tag is never closed.' });
}

function walk(program: hbs.AST.Program, start: Place, visitor: MarkupVisitor): Place {
  return program.body.reduce((place, node) => step(node, place, visitor), start);
}

function step(node: hbs.AST.Statement, place: Place, visitor: MarkupVisitor): Place {
  switch (node.type) {
    case 'ContentStatement': {
      const { original } = node as unknown as { original: string };
      return readMarkup(original, place, (offset, fault) => visitor.fault(behind(node.loc.start, original.slice(0, offset)), fault));
    }
    case 'MustacheStatement': {
      const field = fieldAt(place);
      if ('fault' in field) visitor.fault(node.loc.start, field.fault);
      else if (field.is === 'link') visitor.link(node as hbs.AST.MustacheStatement);
      return afterField(place);
    }
    case 'CommentStatement': {
      const field = fieldAt(place);
      if ('fault' in field) visitor.fault(node.loc.start, field.fault);
      return place; // It prints nothing: what stands around it stands together.
    }
    default:
      return block(node as hbs.AST.BlockStatement, place, visitor);
  }
}

/** Blocks and partials. After a fault the reader goes on from where the block began. */
function block(node: hbs.AST.BlockStatement, start: Place, visitor: MarkupVisitor): Place {
  const fault = blockAt(start);
  if (fault) visitor.fault(node.loc.start, fault);
  for (const branch of [node.program, node.inverse]) {
    if (!branch) continue;
    const end = walk(branch, start, visitor);
    if (!samePlace(start, end)) visitor.fault(node.loc.start, { code: 'TEMPLATE_TAG', sentence: 'a block must close every tag and quote that it opens.' });
  }
  return start;
}

function behind(start: Position, text: string): Position {
  const lines = text.split('\n');
  const last = lines.at(-1)!.length;
  return { line: start.line + lines.length - 1, column: lines.length === 1 ? start.column + last : last };
}
