import type { SupplyFacts } from "../facts.ts";

/** 「要测绘资质」, 「要有BCBA证的老师」: a licence the need insists on. Wanting to earn one is not insisting. */
const DEMAND = /(?:要|须|得|需)(?:有|持)?([一-龥A-Za-z0-9]{2,8}?)(?:资质|备案|证)(?!班|明)/g;
const EARNING = /拿证|考|学|办证|取证|发证|领证|证件/;

/** The licences a need's text insists on. */
export function demandedLicences(text: string): string[] {
  return text
    .split(/[，,。；;\n]/)
    .filter((clause) => !EARNING.test(clause))
    .flatMap((clause) => [...clause.matchAll(DEMAND)].map((match) => match[1] ?? ""))
    .filter((licence) => licence !== "");
}

/** The demanded licences of which neither the certificate column nor the text speaks. */
export function missingLicences(demanded: readonly string[], supply: SupplyFacts): string[] {
  const shown = `${supply.qualification ?? ""} ${supply.title} ${supply.description}`;
  return demanded.filter((licence) => !shown.includes(licence.replace(/^(?:有|持)/, "")));
}
