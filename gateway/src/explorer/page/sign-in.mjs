import { h, React } from "./libraries.mjs";

const STATES = {
  asking: "正在查验…… Checking …",
  "signed-in": "已登录 Signed in",
  stranger: "未登录 Not signed in",
  refused: "没有通过 Refused",
};

/**
 * The bar above the editor: where a credential is entered and what the gateway makes of it.
 * @param {{
 *   credential: string,
 *   session: import("./gateway.mjs").Session,
 *   onSignIn: (credential: string) => void,
 * }} props
 */
export function SignIn({ credential, session, onSignIn }) {
  const [typed, setTyped] = React.useState(credential);
  const use = (/** @type {Event} */ event) => {
    event.preventDefault();
    onSignIn(typed.trim());
  };
  const forget = () => {
    setTyped("");
    onSignIn("");
  };
  const message = "message" in session && session.state === "refused" ? session.message : null;
  return h(
    "header",
    { className: "bar" },
    h("a", { href: "/", className: "brand" }, "共建 ", h("small", null, "查询台 Explorer")),
    h(
      "form",
      { onSubmit: use },
      h("label", { htmlFor: "credential" }, "令牌或接口密钥 ", h("small", null, "Token or API key")),
      h("input", {
        id: "credential",
        type: "password",
        value: typed,
        autoComplete: "off",
        spellCheck: false,
        placeholder: "eyJ… / gjk_…",
        onChange: (/** @type {{ target: HTMLInputElement }} */ { target }) => {
          setTyped(target.value);
        },
      }),
      h("button", { type: "submit" }, "使用 Use"),
      h(
        "button",
        { type: "button", onClick: forget, disabled: typed === "" && credential === "" },
        "清除 Clear",
      ),
    ),
    h("span", { className: `state ${session.state}`, role: "status" }, message ?? STATES[session.state]),
    h(
      "small",
      { className: "note" },
      "凭证只留在这个标签页 ",
      h("span", { lang: "en" }, "Kept in this tab only"),
    ),
  );
}
