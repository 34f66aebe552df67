import { GraphiQL, h, React } from "./libraries.mjs";

/** @typedef {{ name: string, title: string, titleEn: string, query: string }} Example */

/** @returns {Promise<Example[]>} none where they cannot be had: the editor works without */
export async function loadExamples() {
  try {
    const response = await fetch(new URL("examples.json", import.meta.url), {
      signal: AbortSignal.timeout(10_000),
    });
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

/**
 * @param {Example[]} examples
 * @returns {import("./libraries.mjs").Pane}
 */
export function examplesPane(examples) {
  return { title: "示例 Examples", icon: Icon, content: () => h(Examples, { examples }) };
}

/** @param {{ examples: Example[] }} props */
function Examples({ examples }) {
  const { addTab, queryEditor, variableEditor } = GraphiQL.React.useEditorContext({ nonNull: true });
  const [opened, setOpened] = React.useState(/** @returns {Example | null} */ () => null);
  // Only when the new tab is there: it brings a text of its own, which would come last otherwise.
  React.useEffect(() => {
    if (opened === null) return;
    queryEditor?.setValue(opened.query);
    variableEditor?.setValue("");
    setOpened(null);
  }, [opened]);
  const open = (/** @type {Example} */ example) => {
    // What stands in the editor may be somebody's work: an example gets a tab of its own.
    if (queryEditor?.getValue().trim() !== "") addTab();
    setOpened(example);
  };
  return h(
    "section",
    { className: "pane" },
    h("h2", null, "示例 Examples"),
    h("p", null, "点一下，在新标签里打开。", h("span", { lang: "en" }, "Opens in a tab of its own.")),
    h(
      "ul",
      { className: "examples" },
      examples.map((example) =>
        h(
          "li",
          { key: example.name },
          h(
            "button",
            {
              type: "button",
              onClick: () => {
                open(example);
              },
            },
            example.title,
            h("span", { lang: "en" }, example.titleEn),
          ),
        ),
      ),
    ),
  );
}

function Icon() {
  return h(
    "svg",
    { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true },
    h("path", { d: "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7" }),
  );
}
