/** The HTML side of the check: nothing that runs or fetches, however it is written, whichever branch is taken. */
import { checkTemplate } from '../../templates/check';

const codes = (text: string) => checkTemplate(text).map(({ code }) => code);

describe('allowed markup', () => {
  it.each([
    ['a document', '<!doctype html><html lang="en"><body class="x {{status}}"><h1 id="a">{{heading}}</h1><br/><hr></body></html>'],
    ['styles', '<style>@media print { p { color: #123; margin: 0 } } td::before { content: "\\2014" }</style>'],
    ['links written out', '<a href="https://x.example/{{invoice.number}}">a</a><a href="mailto:{{seller.email}}">b</a><a href="#top">c</a>'],
    ['a link that is a field', '<a href="{{seller.website}}/pay?x=1">a</a>'],
    ['an image inside the document', '<img src="data:image/png;base64,iVBORw0KGgo=" alt="" width="20">'],
    ['branches that leave the page where it was', '{{#if status}}<p class="{{#if note}}a{{else}}b{{/if}}">x</p>{{else}}<hr>{{/if}}'],
    ['shapes', '<svg viewBox="0 0 9 9" width="9"><path d="M0 0h9" fill="#000"/></svg>'],
    ['a plain comment', '<!-- made by hand --><p>{{! and a note }}x</p>'],
    ['entities', 'a &lt; b &amp; c'],
  ])('%s', (_, text) => expect(checkTemplate(text)).toEqual([]));
});

describe('refused markup', () => {
  it.each([
    'script',
    'iframe',
    'object',
    'embed',
    'link',
    'base',
    'form',
    'input',
    'video',
    'audio',
    'source',
    'frame',
    'frameset',
    'applet',
    'math',
    'noscript',
    'template',
    'textarea',
    'portal',
    'x-thing',
    'use',
    'image',
    'foreignobject',
    'animate',
    'set',
  ])('<%s>', (tag) => {
    expect(checkTemplate(`\n  <${tag} src="x">`)).toEqual([{ line: 2, column: 3, code: 'TEMPLATE_TAG', sentence: `<${tag}> is not allowed.` }]);
    expect(codes(`<${tag.toUpperCase()}/>`)).toContain('TEMPLATE_TAG');
  });

  it.each([
    ['an event', '<p onclick="x()">', 'TEMPLATE_ATTRIBUTE'],
    ['an event behind a slash', '<p/onload=x>', 'TEMPLATE_ATTRIBUTE'],
    ['srcset', '<img srcset="x 1x">', 'TEMPLATE_ATTRIBUTE'],
    ['a background', '<td background="http://x">', 'TEMPLATE_ATTRIBUTE'],
    ['xlink', '<a xlink:href="x">', 'TEMPLATE_ATTRIBUTE'],
    ['javascript', '<a href="javascript:alert(1)">', 'TEMPLATE_URL'],
    ['javascript in entities', '<a href="java&#115;cript:alert(1)">', 'TEMPLATE_URL'],
    ['javascript behind a blank', '<a href=" javascript:alert(1)">', 'TEMPLATE_URL'],
    ['data', '<a href="data:text/html,x">', 'TEMPLATE_URL'],
    ['a file', '<a href="file:///etc/passwd">', 'TEMPLATE_URL'],
    ['a path', '<a href="//evil.example">', 'TEMPLATE_URL'],
    ['a remote image', '<img src="https://evil.example/x.png">', 'TEMPLATE_URL'],
    ['an image field', '<img src="{{client.website}}">', 'TEMPLATE_URL'],
    ['an SVG image', '<img src="data:image/svg+xml;base64,AAAA">', 'TEMPLATE_URL'],
    ['a scheme in a branch', '<a href="{{#if status}}https:{{/if}}javascript:alert(1)">', 'TEMPLATE_URL'],
    ['a scheme cut by a comment', '<a href="java{{! }}script:alert(1)">', 'TEMPLATE_URL'],
    ['a field behind half a scheme', '<a href="java{{client.name}}">', 'TEMPLATE_URL'],
    ['url()', '<style>p { background: URL("http://x") }</style>', 'TEMPLATE_STYLE'],
    ['url() in an attribute', '<p style="background: url (x)">', 'TEMPLATE_STYLE'],
    ['an escaped url', '<style>p { background: u\\72l(x) }</style>', 'TEMPLATE_STYLE'],
    ['an entity in a style', '<p style="background:&#117;rl(x)">', 'TEMPLATE_STYLE'],
    ['a parenthesis by name', '<p style="background:url&lpar;x)">', 'TEMPLATE_STYLE'],
    ['@import', '<style>@import "x";</style>', 'TEMPLATE_STYLE'],
    ['image-set', '<style>p{background:image-set("x" 1x)}</style>', 'TEMPLATE_STYLE'],
    ['expression', '<p style="width:expression(alert(1))">', 'TEMPLATE_STYLE'],
    ['a field in a style', '<style>p { color: {{client.name}} }</style>', 'TEMPLATE_STYLE'],
    ['a field in a style attribute', '<p style="color: {{client.name}}">', 'TEMPLATE_STYLE'],
    ['a tag in a style', '<style></style x><script>', 'TEMPLATE_STYLE'],
    ['a tag named by a field', '<{{client.name}}>', 'TEMPLATE_TAG'],
    ['a tag cut by a note', '<scr{{! }}ipt>', 'TEMPLATE_TAG'],
    ['a tag behind a note', '<{{! }}script>', 'TEMPLATE_TAG'],
    ['a tag behind swallowed blanks', '<  {{~! ~}} script>', 'TEMPLATE_TAG'],
    ['an attribute from a field', '<p {{client.name}}>', 'TEMPLATE_TAG'],
    ['a value without quotes', '<p class={{client.name}}>', 'TEMPLATE_TAG'],
    ['a quote closed in one branch only', '<p title="{{#if status}}"{{/if}} onclick="x">', 'TEMPLATE_TAG'],
    ['a tag left open in a branch', '{{#if status}}<p class="{{/if}}x">', 'TEMPLATE_TAG'],
    ['a tag that never ends', '<p class="x', 'TEMPLATE_TAG'],
    ['a comment with markup', '<!--> <script> -->', 'TEMPLATE_TAG'],
    ['a condition for Outlook', '<!--[if mso]><p><![endif]-->', 'TEMPLATE_TAG'],
    ['CDATA', '<svg><![CDATA[<script>]]></svg>', 'TEMPLATE_TAG'],
    ['an instruction', '<?php x ?>', 'TEMPLATE_TAG'],
  ])('%s', (_, text, code) => expect(codes(text)).toContain(code));
});
