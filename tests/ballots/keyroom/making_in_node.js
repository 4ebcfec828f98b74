// One act per line on standard input, one answer per line on standard output.
import { perform } from "./making_acts.js";

let rest = "";

process.stdin.setEncoding("utf8").on("data", async (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) process.stdout.write(`${JSON.stringify(await perform(JSON.parse(line)))}\n`);
});
