// The page around the mini-program: WeChat's frame and the look of its built-in elements.
import { readFileSync } from 'node:fs'

const FRAME = readFileSync(new URL('../frame.css', import.meta.url), 'utf8')

export function pageOf() {
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<link rel="icon" href="data:,">
<title>wxrun</title>
<style>${FRAME}</style>
<link rel="stylesheet" href="styles.css">
</head>
<body>
<div class="wx-stack"></div>
<script src="program.js"></script>
<script src="wxrun.js"></script>
</body>
</html>
`
}
