/** The page at `/graphiql`; the scripts fill it. Nothing in it is inline, so that nothing inline may run. */
export function explorerPage(assets: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>查询台 Explorer · 共建 Gongjian</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets}/graphiql.css">
<link rel="stylesheet" href="${assets}/explorer.css">
<script src="${assets}/react.js" defer></script>
<script src="${assets}/react-dom.js" defer></script>
<script src="${assets}/graphiql.js" defer></script>
<script src="${assets}/explorer.mjs" type="module"></script>
</head>
<body>
<div id="explorer"></div>
<noscript>查询台需要 JavaScript；不用它也可以直接 POST /graphql。The explorer needs JavaScript.</noscript>
</body>
</html>
`;
}
