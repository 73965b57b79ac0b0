// Writes src/services/schema.d.ts from our OpenAPI document and src/domain/labels.json from the
// service's words: `npm run types`, or `npm run types -- <file or http address of the document>`.
import openapiTS, { astToString } from 'openapi-typescript'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const TARGET = new URL('../src/services/schema.d.ts', import.meta.url)
const LABELS = new URL('../src/domain/labels.json', import.meta.url)
const ROOT = new URL('../../', import.meta.url)
const HEAD = '// Made by `npm run types` from the OpenAPI document. Do not edit.\n\n'

async function document(source) {
  if (!source)
    return JSON.parse(
      execFileSync('.venv/bin/gongji', ['openapi'], {
        cwd: ROOT,
        env: { ...process.env, GONGJI_ENV: 'sandbox' },
        maxBuffer: 64 << 20,
      }),
    )
  if (source.startsWith('http')) return (await fetch(source)).json()
  return JSON.parse(readFileSync(source, 'utf8'))
}

const nodes = await openapiTS(await document(process.argv[2]))
writeFileSync(TARGET, HEAD + astToString(nodes))
if (!process.argv[2]) writeFileSync(LABELS, execFileSync('.venv/bin/python', ['-m', 'gongji.labels'], { cwd: ROOT }))
