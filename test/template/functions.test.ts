import { describe, expect, test } from 'vitest';
import { listing, placedEntries } from './support.ts';

/** What stands behind `aws:SourceIp:`, the sections before it, and the entries that the program reads there. */
type Row = readonly [name: string, sources: string, head: string, entries: readonly string[]];

const check = (_: string, sources: string, head: string, entries: readonly string[]): void => {
  expect(placedEntries(listing(sources, head))).toEqual(entries);
};

const SOURCE = "Parameters:\n  «Source»: { Type: String, Default: '«8.8.8.0/24»' }";
const OPEN = 'Parameters:\n  «Source»: { Type: String }';
const LIST = "Parameters:\n  Sources: { Type: CommaDelimitedList, Default: '«8.8.8.0/24» , «9.9.9.9»' }";
const OPEN_LIST = 'Parameters:\n  «Sources»: { Type: CommaDelimitedList }';
const NETS = 'Mappings:\n  Nets: { prod: { office: «8.8.8.0/24», vpn: [«9.9.9.9», «7.7.7.7»], key: prod } }';
const OPEN_SOURCE = '(parameter Source has no default)';
const OPEN_SOURCES = '(parameter Sources has no default)';
const malformed = (name: string): string => `(${name} is not written as CloudFormation takes it)`;

describe('Ref', () => {
  test.each<Row>([
    ['a parameter, by its default', '⟨!Ref Source⟩', SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['in its long form', '⟨{ Ref: Source }⟩', SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['in a block', '\n  ⟨Ref: Source⟩', SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['among others', '[«1.1.1.1», ⟨!Ref Source⟩]', SOURCE, ['1.1.1.1 «3»', '8.8.8.0/24 «2» ⟨1⟩']],
    ['without a default', '[⟨!Ref Source⟩]', OPEN, [`\${Source} ${OPEN_SOURCE} «1» ⟨1⟩`]],
    ['a list, its members trimmed', '⟨!Ref Sources⟩', LIST, ['8.8.8.0/24 «1» ⟨1⟩', '9.9.9.9 «2» ⟨1⟩']],
    ['a list without a default', '⟨!Ref Sources⟩', OPEN_LIST, [`… ${OPEN_SOURCES} «1» ⟨1⟩`]],
    [
      'a pseudo parameter',
      '[«!Ref AWS::Region»]',
      '',
      [`\${AWS::Region} (AWS::Region is known at deployment only) «1»`],
    ],
    ['a resource', '[«!Ref Api»]', '', [`\${Api} (the id of Api is known at deployment only) «1»`]],
    ['nothing', '[«1.1.1.1», !Ref AWS::NoValue]', '', ['1.1.1.1 «1»']],
    ['a list', '[«!Ref [a, b]»]', '', [`? ${malformed('Ref')} «1»`]],
    [
      'an unknown name',
      '[«!Ref Nobody»]',
      '',
      [`\${Nobody} (Nobody is neither a parameter nor a resource of this template) «1»`],
    ],
  ])('%s', check);
});

describe('Fn::GetAtt', () => {
  const address = `\${Eip.PublicIp} (PublicIp of Eip is known at deployment only) «1»`;
  test.each<Row>([
    ['with a point', '[«!GetAtt Eip.PublicIp»]', '', [address]],
    ['with a list', '[«!GetAtt [Eip, PublicIp]»]', '', [address]],
    ['in its long form', '[«{ Fn::GetAtt: [Eip, PublicIp] }»]', '', [address]],
    ['in its long form with a point', '[«{ "Fn::GetAtt": "Eip.PublicIp" }»]', '', [address]],
    ['without an attribute', '[«!GetAtt Eip»]', '', [`? ${malformed('Fn::GetAtt')} «1»`]],
    [
      'of a nested stack',
      '[«!GetAtt Net.Outputs.Ip»]',
      '',
      [`\${Net.Outputs.Ip} (Outputs.Ip of Net is known at deployment only) «1»`],
    ],
  ])('%s', check);
});

describe('Fn::Sub', () => {
  test.each<Row>([
    ['without variables', "!Sub '«8.8.8.8»'", '', ['8.8.8.8 «1»']],
    ['one parameter is where it was written', `!Sub '⟨\${Source}⟩'`, SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['in its long form', `{ Fn::Sub: '⟨\${Source}⟩' }`, SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    [
      'several parts are where they are put together',
      `!Sub '«\${Source}/32»'`,
      'Parameters:\n  Source: { Type: String, Default: 8.8.8.8 }',
      ['8.8.8.8/32 «1»'],
    ],
    ['a part that is not known', `!Sub '«⟨\${Source}⟩/32»'`, OPEN, [`\${Source}/32 «2»; ${OPEN_SOURCE} «1» ⟨1⟩`]],
    ['a variable of its own', `!Sub ['⟨\${Net}⟩', { Net: «8.8.8.8» }]`, '', ['8.8.8.8 «1» ⟨1⟩']],
    ['a variable over a parameter', `!Sub ['⟨\${Source}⟩', { Source: «9.9.9.9» }]`, SOURCE, ['9.9.9.9 «3» ⟨1⟩']],
    ['a variable that is a function', `!Sub ['⟨\${Net}⟩', { Net: !Ref Source }]`, SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['what is no variable', `!Sub '«\${!Source}»'`, SOURCE, [`\${Source} «3»`]],
    [
      'an attribute',
      `[!Sub '«\${Eip.PublicIp}»']`,
      '',
      [`\${Eip.PublicIp} (PublicIp of Eip is known at deployment only) «1»`],
    ],
    ['a list as a variable', `[!Sub '«\${Sources}»']`, LIST, [`\${\${Sources}} (Sources is no string) «3»`]],
    ['what is no string', '[«!Sub { a: b }»]', '', [`? ${malformed('Fn::Sub')} «1»`]],
  ])('%s', check);
});

describe('Fn::Join', () => {
  test.each<Row>([
    ['several texts are where they are joined', "«!Join ['/', [8.8.8.8, 32]]»", '', ['8.8.8.8/32 «1»']],
    ['one text is where it was written', "⟨!Join ['/', [«8.8.8.8»]]⟩", '', ['8.8.8.8 «1» ⟨1⟩']],
    ['in its long form', "«{ Fn::Join: ['/', [8.8.8.8, 32]] }»", '', ['8.8.8.8/32 «1»']],
    ['without what is no value', "«!Join ['/', [8.8.8.8, !Ref AWS::NoValue, 32]]»", '', ['8.8.8.8/32 «1»']],
    ['a list parameter', "«!Join [',', !Ref Sources]»", LIST.replace(/[«»]/g, ''), ['8.8.8.0/24,9.9.9.9 «1»']],
    [
      'a list parameter that is not known',
      "[!Join [',', ⟨!Ref Sources⟩]]",
      OPEN_LIST,
      [`\${Sources} ${OPEN_SOURCES} «1» ⟨1⟩`],
    ],
    [
      'a member that is not known',
      "«!Join ['/', [⟨!Ref Source⟩, 32]]»",
      OPEN,
      [`\${Source}/32 «2»; ${OPEN_SOURCE} «1» ⟨1⟩`],
    ],
    [
      'the same characters twice are not where they were written',
      "«!Join ['', [!Ref Octet, !Ref Octet]]»",
      'Parameters:\n  Octet: { Type: String, Default: 8. }',
      ['8.8. «1»'],
    ],
    ['without a list', "[«!Join [',']»]", '', [`? ${malformed('Fn::Join')} «1»`]],
    ['a separator that is no text', '[«!Join [!Ref Source, [a, b]]»]', '', [`? ${malformed('Fn::Join')} «1»`]],
  ])('%s', check);
});

describe('Fn::Split', () => {
  test.each<Row>([
    ['a text', "⟨!Split [',', '«8.8.8.8»,«9.9.9.9»']⟩", '', ['8.8.8.8 «1» ⟨1⟩', '9.9.9.9 «2» ⟨1⟩']],
    ['in its long form', "⟨{ Fn::Split: ['|', '«8.8.8.8»|«9.9.9.9»'] }⟩", '', ['8.8.8.8 «1» ⟨1⟩', '9.9.9.9 «2» ⟨1⟩']],
    ['blanks stay', "⟨!Split [',', '«8.8.8.8»,« 9.9.9.9»']⟩", '', ['8.8.8.8 «1» ⟨1⟩', ' 9.9.9.9 «2» ⟨1⟩']],
    ['what is not in it', "⟨!Split ['|', '«8.8.8.8»']⟩", '', ['8.8.8.8 «1» ⟨1⟩']],
    [
      'a parameter',
      "⟨!Split ['/', !Ref Source]⟩",
      "Parameters:\n  Source: { Type: String, Default: '«8.8.8.0»/«24»' }",
      ['8.8.8.0 «1» ⟨1⟩', '24 «2» ⟨1⟩'],
    ],
    ['what was joined', "⟨!Split [',', !Join [',', !Ref Sources]]⟩", LIST, ['8.8.8.0/24 «1» ⟨1⟩', '9.9.9.9 «2» ⟨1⟩']],
    ['what is not known', "⟨!Split [',', !Ref Source]⟩", OPEN, [`… ${OPEN_SOURCE} «1» ⟨1⟩`]],
    [
      'what is known in part',
      `⟨!Split [',', !Sub '«8.8.8.8»,\${Source}']⟩`,
      OPEN,
      ['8.8.8.8 «2» ⟨1⟩', `… ${OPEN_SOURCE} «1» ⟨1⟩`],
    ],
    ['what is a list', "[«!Split [',', [a]]»]", '', [`? ${malformed('Fn::Split')} «1»`]],
  ])('%s', check);
});

describe('Fn::Select', () => {
  test.each<Row>([
    ['a member', '⟨!Select [1, [8.8.8.8, «9.9.9.9»]]⟩', '', ['9.9.9.9 «1» ⟨1⟩']],
    ['in its long form', "⟨{ Fn::Select: ['0', [«8.8.8.8», 9.9.9.9]] }⟩", '', ['8.8.8.8 «1» ⟨1⟩']],
    ['of a list parameter', '⟨!Select [1, !Ref Sources]⟩', LIST, ['9.9.9.9 «2» ⟨1⟩']],
    ['of what is split', "⟨!Select [1, !Split ['|', 'a|«9.9.9.9»']]⟩", '', ['9.9.9.9 «1» ⟨1⟩']],
    ['out of range', '[«!Select [2, [a, b]]»]', '', ['? (Fn::Select has no member 2) «1»']],
    [
      'of a list that is not known',
      '[⟨!Select [0, !Ref Sources]⟩]',
      OPEN_LIST,
      [`\${Select 0 Ref Sources} ${OPEN_SOURCES} «1» ⟨1⟩`],
    ],
    [
      'before what may hold separators',
      `⟨!Select [0, !Split ['|', !Sub '«8.8.8.8»|\${Source}']]⟩`,
      OPEN,
      ['8.8.8.8 «2» ⟨1⟩'],
    ],
    [
      'behind what may hold separators',
      `[⟨!Select [1, !Split ['|', !Sub '\${Source}|8.8.8.8']]⟩]`,
      OPEN,
      [`\${Select 1 Split '|' Ref Source} ${OPEN_SOURCE} «1» ⟨1⟩`],
    ],
    [
      'by an index that is not known',
      '[⟨!Select [!Ref Source, [a]]⟩]',
      OPEN,
      [`\${Select Ref Source} ${OPEN_SOURCE} «1» ⟨1⟩`],
    ],
  ])('%s', check);
});

describe('Fn::FindInMap', () => {
  test.each<Row>([
    ['a text', '⟨!FindInMap [Nets, prod, office]⟩', NETS, ['8.8.8.0/24 «1» ⟨1⟩']],
    ['in its long form', '⟨{ Fn::FindInMap: [Nets, prod, office] }⟩', NETS, ['8.8.8.0/24 «1» ⟨1⟩']],
    ['a list', '⟨!FindInMap [Nets, prod, vpn]⟩', NETS, ['9.9.9.9 «2» ⟨1⟩', '7.7.7.7 «3» ⟨1⟩']],
    [
      'by a key from a mapping',
      '⟨!FindInMap [Nets, !FindInMap [Nets, prod, key], office]⟩',
      NETS,
      ['8.8.8.0/24 «1» ⟨1⟩'],
    ],
    ['no such row', '[«!FindInMap [Nets, qa, office]»]', NETS, ['? (Fn::FindInMap finds no qa) «4»']],
    ['no such column', '[«!FindInMap [Nets, prod, home]»]', NETS, ['? (Fn::FindInMap finds no home) «4»']],
    [
      'no such row, with a default',
      '!FindInMap [Nets, qa, office, { DefaultValue: «1.1.1.1» }]',
      NETS,
      ['1.1.1.1 «4»'],
    ],
    [
      'a mapping of another file',
      '[«!FindInMap [Others, prod, office]»]',
      NETS,
      [`\${FindInMap Others} (mapping Others is declared nowhere in this template) «4»`],
    ],
    [
      'by what is not known',
      "[⟨!FindInMap [Nets, '«{{resolve:ssm:/env}}»', office]⟩]",
      NETS,
      [`\${FindInMap Nets {{resolve:ssm:/env}}} ({{resolve:ssm:/env}} is resolved at deployment) «4» ⟨1⟩`],
    ],
    ['without keys', '[«!FindInMap [Nets]»]', NETS, [`? ${malformed('Fn::FindInMap')} «4»`]],
  ])('%s', check);
});
