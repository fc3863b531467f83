// A repository as a search meets it: files of many kinds, of which few hold an API.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generator } from './random.mjs';

const WORDS =
  'account address amount archive balance basket branch cache catalog channel client config counter customer default delivery ' +
  'deploy device domain email enabled endpoint error event export feature filter group handler header identity image import ' +
  'index invoice item language level limit locale message metric module network number object option order owner payment ' +
  'policy price product profile provider queue record region report request resource result role route schedule secret ' +
  'service session setting shipping status storage stream subject summary target template tenant ticket timeout token topic ' +
  'total tracking transfer user value version volume warehouse webhook worker zone';

/** Of ten thousand files, how many are of which kind; those that a template may be called like are 60 %. */
const kinds = (apis) => [
  ['json', 2_600, jsonFile],
  ['yml', 1_900, manifest],
  ['yaml', 1_000, workflow],
  ['yml', 500 - apis, stack],
  ['yml', apis, api],
  ['ts', 2_600, code],
  ['md', 900, prose],
  ['py', 500, code],
];

/** Writes 10,000 files of 1 to 8 kB, each time the same, of which so many hold an API. */
export function writeRepository(root, apis) {
  const random = generator();
  const words = WORDS.split(' ');
  const word = () => words[random(words.length)];
  let count = 0;
  for (const [ending, files, write] of kinds(apis))
    for (let i = 0; i < files; i += 1) {
      const folder = `packages/${word()}-${random(2)}/${['src', 'test', 'config', 'deploy'][random(4)]}`;
      const path = join(root, folder, `${word()}-${count}.${ending}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, write({ random, word, size: 1_000 + random(7_000) }));
      count += 1;
    }
  writeFileSync(join(root, '.gitignore'), 'node_modules/\ndist/\n*.log\ncoverage/\n.env\n');
}

/** Lines up to a size. */
function fill(size, line) {
  let text = '';
  for (let i = 0; text.length < size; i += 1) text += line(i);
  return text;
}

function jsonFile({ random, word, size }) {
  const entries = {};
  for (let left = size; left > 0; left -= 90)
    entries[`${word()}.${word()}.${random(1_000)}`] =
      random(4) === 0
        ? { url: `https://${word()}.example.com/${word()}/${word()}`, enabled: random(2) === 0, weight: random(100) }
        : `The ${word()} of this ${word()} has no ${word()}, so its ${word()} is used.`;
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function manifest({ random, word, size }) {
  return fill(
    size,
    (i) => `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${word()}-${i}
  labels: { app: ${word()}, tier: "${word()}" }
spec:
  replicas: ${1 + random(5)}
  template:
    spec:
      containers:
        - name: ${word()}
          image: registry.example.com/${word()}/${word()}:1.${random(30)}.${random(9)}
          ports: [{ name: http, containerPort: ${3_000 + random(6_000)} }]
          env:
            - { name: ${word().toUpperCase()}_URL, value: 'http://${word()}.${word()}.svc:8080' }
`,
  );
}

function workflow({ random, word, size }) {
  return `name: ${word()}\non: [push]\njobs:\n${fill(
    size,
    (i) => `  ${word()}-${i}:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Build the ${word()}
        run: npm run ${word()}:${word()} -- --${word()}=${random(100)}
`,
  )}`;
}

/** A template without an API. */
function stack({ random, word, size }) {
  return `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n${fill(
    size,
    (i) => `  Queue${i}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub '\${AWS::StackName}-${word()}-${i}'
      VisibilityTimeout: ${30 + random(600)}
      Tags: [{ Key: ${word()}, Value: ${word()} }]
`,
  )}`;
}

function api({ random, word, size }) {
  return `${stack({ random, word, size })}  Live: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: live } }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [REGIONAL] }
      Policy:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition: { IpAddress: { aws:SourceIp: [52.94.${random(256)}.0/24] } }
`;
}

function code({ random, word, size }) {
  return fill(
    size,
    (i) => `export function ${word()}${i}(${word()}: string, ${word()}Of: number): string {
  // the ${word()} comes before the ${word()}
  return ${word()}Of > ${random(100)} ? \`\${${word()}}/${word()}\` : 'https://example.com/${word()}';
}

`,
  );
}

function prose({ word, size }) {
  return `# ${word()}\n\n${fill(
    size,
    () =>
      `Each ${word()} has a ${word()}, and the ${word()} of a ${word()} says how its ${word()} is kept. See [${word()}](${word()}.md).\n\n`,
  )}`;
}
