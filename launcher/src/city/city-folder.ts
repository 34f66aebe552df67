import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ListName } from "@gongjian/shared/contracts/lists";
import { type LoadedCity } from "../data-folder.ts";
import { LauncherError } from "../launcher-error.ts";

export interface CityList {
  readonly list: ListName;
  readonly label: string;
  readonly path: string;
}

export interface City {
  readonly folder: string;
  /** Tells cities apart when a folder has moved. */
  readonly fingerprint: string;
  /** In the order in which each finds what it refers to. */
  readonly lists: readonly CityList[];
}

const FILES = [
  { list: "areas", file: "areas.csv", label: "区域", isRequired: true },
  { list: "units", file: "units.csv", label: "成员单位", isRequired: true },
  { list: "teams", file: "teams.csv", label: "志愿队伍", isRequired: false },
  { list: "volunteer-services", file: "volunteer_services.csv", label: "志愿服务", isRequired: false },
  { list: "merchants", file: "merchants.csv", label: "商户", isRequired: false },
  { list: "offers", file: "offers.csv", label: "商户优惠", isRequired: false },
  { list: "resources", file: "resources.csv", label: "资源清单", isRequired: true },
  { list: "needs", file: "needs.csv", label: "需求清单", isRequired: true },
] as const;

/** @throws LauncherError that names what is missing, before anything is started */
export function openCity(folder: string): City {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new LauncherError(`城市目录不存在：${folder}。`, `There is no such folder: ${folder}.`);
  }
  const missing = FILES.filter(({ isRequired, file }) => isRequired && !existsSync(join(folder, file)));
  if (missing.length > 0) {
    const names = missing.map(({ file }) => file);
    throw new LauncherError(
      `城市目录 ${folder} 里缺少 ${names.join("、")}。`,
      `The folder ${folder} lacks ${names.join(", ")}.`,
    );
  }
  const lists = FILES.map(({ list, label, file }) => ({ list, label, path: join(folder, file) }));
  const areas = readFileSync(join(folder, "areas.csv"));
  return {
    folder,
    fingerprint: createHash("sha256").update(areas).digest("hex"),
    lists: lists.filter(({ path }) => existsSync(path)),
  };
}

const NOTHING: LoadedCity = { folder: null, fingerprint: null, isDone: false };

/**
 * What is left to load: the city asked for, else the one begun before, else the sample. Null when the
 * data folder has what was asked for.
 * @throws LauncherError when the data folder holds another city
 */
export function cityToLoad(
  asked: { city: string | null; empty: boolean; sample: string },
  loaded: LoadedCity | null,
): City | null {
  const { folder: held, isDone } = loaded ?? NOTHING;
  if (!asked.empty && asked.city === null) return isDone ? null : openCity(held ?? asked.sample);
  const city = asked.city === null ? null : openCity(asked.city);
  if (held === null) return city;
  if (!isSame(city, loaded)) throw holdsAnother(held, asked.city);
  return isDone ? null : city;
}

function isSame(city: City | null, loaded: LoadedCity | null): boolean {
  if (city === null) return false;
  return loaded?.folder === city.folder || loaded?.fingerprint === city.fingerprint;
}

function holdsAnother(held: string, city: string | null): LauncherError {
  const asked = city === null ? "--empty" : `--city ${city}`;
  return new LauncherError(
    `数据目录里已载入城市 ${held}，与 ${asked} 不符。请用 --data 另指数据目录。`,
    `The data folder holds the city ${held}, which is not what ${asked} asks for. Name another folder with --data.`,
  );
}
