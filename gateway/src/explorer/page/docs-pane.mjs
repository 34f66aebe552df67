import { GraphiQL, h, React } from "./libraries.mjs";
import { SessionContext } from "./session.mjs";

/** The schema's descriptions, or why there are none to see. Takes the place of GraphiQL's own pane. */
export const docsPane = { title: "文档 Documentation", content: Docs };

function Docs() {
  const { session } = React.useContext(SessionContext);
  if (session.state === "signed-in" || session.state === "asking") return h(GraphiQL.React.DocExplorer);
  return h(
    "section",
    { className: "pane" },
    h("h2", null, "文档 Documentation"),
    h("p", { className: "notice" }, session.message),
    h(
      "p",
      null,
      "在上面填入令牌或单位的接口密钥。开发环境的令牌：",
      h("code", null, "npm run token -- --role SECRETARIAT"),
    ),
    h(
      "p",
      { lang: "en" },
      "Enter a token or a unit's API key above. For development, the command makes one.",
    ),
  );
}
