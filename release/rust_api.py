"""The public API of a crate, a line for each item, from what rustdoc writes as JSON.

What follows from a type's definition without being said (blanket implementations) is left out, and so are automatic
traits other than Send and Sync.
"""

AUTOMATIC = {"Send", "Sync"}
# That patterns may name a constant follows from `derive(PartialEq)`.
IMPLIED = {"StructuralPartialEq"}


class Crate:
    """Its index of items, and the paths under which users find them."""

    def __init__(self, document: dict) -> None:
        self.index = document["index"]
        self.external = document["paths"]
        self.root = document["root"]
        self.public: dict[int, str] = {}
        self.found: list[tuple[str, dict]] = []
        # The traits of a type, together; by what stands before them and behind.
        self.implemented: dict[tuple[str, str], set[str]] = {}
        self.walk(self.root, self.index[str(self.root)]["name"])

    def walk(self, item: int, path: str) -> None:
        """Collects what a module has, with what it takes from elsewhere under a name of its own."""
        self.public.setdefault(item, path)
        self.found.append((path, self.index[str(item)]))
        for child in kind(self.index[str(item)])[1].get("items", []) if self.is_module(item) else []:
            name, inner = kind(self.index[str(child)])
            if name != "use":
                self.walk(child, f"{path}::{self.index[str(child)]['name']}")
            elif str(inner["id"]) not in self.index:
                self.found.append((f"{path}::{inner['name']}", self.index[str(child)]))
            elif inner["is_glob"]:
                target = kind(self.index[str(inner["id"])])[1]
                for member in target.get("items") or target["variants"]:
                    self.walk(member, f"{path}::{self.index[str(member)]['name']}")
            else:
                self.walk(inner["id"], f"{path}::{inner['name']}")

    def is_module(self, item: int) -> bool:
        return "module" in self.index[str(item)]["inner"]

    def lines(self) -> list[str]:
        lines = {line for path, item in self.found for line in self.item(path, item)}
        lines |= {f"{head}{' + '.join(sorted(traits))}{of}" for (head, of), traits in self.implemented.items()}
        return sorted(lines)

    def item(self, path: str, item: dict) -> list[str]:
        name, inner = kind(item)
        sealed = "#[non_exhaustive] " if "non_exhaustive" in str(item["attrs"]) else ""
        lines = getattr(self, f"of_{name}")(path, inner)
        result = [sealed + lines[0], *lines[1:]]
        return result + [line for impl in inner.get("impls", []) for line in self.implementation(path, impl)]

    def of_module(self, path: str, _: dict) -> list[str]:
        return [f"pub mod {path}"]

    def of_use(self, path: str, inner: dict) -> list[str]:
        return [f"pub use {inner['source']} as {path}"]

    def of_struct(self, path: str, inner: dict) -> list[str]:
        form = inner["kind"]
        head = f"pub struct {path}{self.generics(inner['generics'])}"
        if form == "unit":
            return [head]
        if "tuple" in form:
            return [f"{head}({', '.join(self.field(field) for field in form['tuple'])})"]
        plain = form["plain"]
        rest = " { .. }" if plain["has_stripped_fields"] else ""
        return [head + rest, *(f"pub {path}::{self.named(field)}" for field in plain["fields"])]

    def of_enum(self, path: str, inner: dict) -> list[str]:
        variants = [
            line for variant in inner["variants"] for line in self.variant(path, self.index[str(variant)])
        ]
        return [f"pub enum {path}{self.generics(inner['generics'])}", *variants]

    def variant(self, path: str, item: dict) -> list[str]:
        path = f"{path}::{item['name']}"
        form = item["inner"]["variant"]["kind"]
        if form == "plain":
            return [f"pub {path}"]
        if "tuple" in form:
            return [f"pub {path}({', '.join(self.field(field) for field in form['tuple'])})"]
        return [f"pub {path}", *(f"pub {path}::{self.named(field)}" for field in form["struct"]["fields"])]

    def of_variant(self, path: str, inner: dict) -> list[str]:
        return [f"pub use {path}"]

    def of_function(self, path: str, inner: dict) -> list[str]:
        header, signature = inner["header"], inner["sig"]
        words = "".join(f"{word} " for word in ("const", "async", "unsafe") if header[f"is_{word}"])
        inputs = ", ".join(f"{name}: {self.type(of)}" for name, of in signature["inputs"])
        output = f" -> {self.type(signature['output'])}" if signature["output"] else ""
        generics = inner["generics"]
        return [f"pub {words}fn {path}{self.generics(generics)}({inputs}){output}{self.where(generics)}"]

    def of_constant(self, path: str, inner: dict) -> list[str]:
        return [f"pub const {path}: {self.type(inner['type'])} = {inner['const']['expr']}"]

    def of_assoc_const(self, path: str, inner: dict) -> list[str]:
        value = f" = {inner['value']}" if inner["value"] is not None else ""
        return [f"pub const {path}: {self.type(inner['type'])}{value}"]

    def of_assoc_type(self, path: str, inner: dict) -> list[str]:
        bounds = f": {self.bounds(inner['bounds'])}" if inner["bounds"] else ""
        value = f" = {self.type(inner['type'])}" if inner["type"] else ""
        return [f"pub type {path}{self.generics(inner['generics'])}{bounds}{value}"]

    def of_type_alias(self, path: str, inner: dict) -> list[str]:
        return [f"pub type {path}{self.generics(inner['generics'])} = {self.type(inner['type'])}"]

    def of_static(self, path: str, inner: dict) -> list[str]:
        return [f"pub static {path}: {self.type(inner['type'])}"]

    def of_macro(self, path: str, _: dict) -> list[str]:
        return [f"pub macro {path}!"]

    def of_trait(self, path: str, inner: dict) -> list[str]:
        bounds = f": {self.bounds(inner['bounds'])}" if inner["bounds"] else ""
        lines = [f"pub trait {path}{self.generics(inner['generics'])}{bounds}"]
        for member in inner["items"]:
            item = self.index[str(member)]
            # One without a body has to be written by whoever implements the trait.
            given = " { .. }" if kind(item)[1].get("has_body") else ""
            lines += [line + given for line in self.item(f"{path}::{item['name']}", item)]
        return lines

    def implementation(self, path: str, impl: int) -> list[str]:
        inner = self.index[str(impl)]["inner"]["impl"]
        trait = inner["trait"]
        if trait is None:
            members = (self.index[str(member)] for member in inner["items"])
            return [line for item in members for line in self.item(f"{path}::{item['name']}", item)]
        name = trait["path"].rpartition("::")[2]
        if inner["blanket_impl"] or name in IMPLIED or (inner["is_synthetic"] and name not in AUTOMATIC):
            return []
        head = f"impl{self.generics(inner['generics'])} "
        given = ("!" if inner["is_negative"] else "") + self.path(trait)
        of = f" for {self.type(inner['for'])}{self.where(inner['generics'])}"
        self.implemented.setdefault((head, of), set()).add(given)
        types = (self.index[str(member)] for member in inner["items"])
        return [
            f"{head}{given}{of}: type {item['name']} = {self.type(item['inner']['assoc_type']['type'])}"
            for item in types
            if "assoc_type" in item["inner"]
        ]

    def field(self, field: int | None) -> str:
        return "_" if field is None else self.type(self.index[str(field)]["inner"]["struct_field"])

    def named(self, field: int) -> str:
        item = self.index[str(field)]
        return f"{item['name']}: {self.type(item['inner']['struct_field'])}"

    def generics(self, generics: dict) -> str:
        shown = []
        for parameter in generics["params"]:
            name, inner = parameter["name"], parameter["kind"]
            if "type" in inner:
                # `impl Trait` stands where it is used.
                if inner["type"]["is_synthetic"]:
                    continue
                bounds = self.bounds(inner["type"]["bounds"])
                default = f" = {self.type(inner['type']['default'])}" if inner["type"]["default"] else ""
                shown.append(name + (f": {bounds}" if bounds else "") + default)
            elif "lifetime" in inner:
                outlives = inner["lifetime"]["outlives"]
                shown.append(name + (f": {' + '.join(outlives)}" if outlives else ""))
            else:
                shown.append(f"const {name}: {self.type(inner['const']['type'])}")
        return f"<{', '.join(shown)}>" if shown else ""

    def where(self, generics: dict) -> str:
        shown = []
        for predicate in generics["where_predicates"]:
            name, inner = next(iter(predicate.items()))
            if name == "bound_predicate":
                shown.append(f"{self.type(inner['type'])}: {self.bounds(inner['bounds'])}")
            elif name == "lifetime_predicate":
                shown.append(f"{inner['lifetime']}: {' + '.join(inner['outlives'])}")
            else:
                shown.append(f"{self.type(inner['lhs'])} == {inner['rhs']}")
        return f" where {', '.join(shown)}" if shown else ""

    def bounds(self, bounds: list[dict]) -> str:
        shown = []
        for bound in bounds:
            if "trait_bound" in bound:
                inner = bound["trait_bound"]
                modifier = {"none": "", "maybe": "?", "maybe_const": "~const "}[inner["modifier"]]
                shown.append(modifier + self.path(inner["trait"]))
            else:
                shown.append(bound.get("outlives") or f"use<{bound['use']}>")
        return " + ".join(shown)

    def path(self, path: dict) -> str:
        name = self.public.get(path["id"])
        if name is None:
            known = self.external.get(str(path["id"]))
            name = "::".join(known["path"]) if known else path["path"]
        arguments = path["args"] or {}
        if "angle_bracketed" in arguments:
            inner = arguments["angle_bracketed"]
            shown = [self.argument(argument) for argument in inner["args"]]
            shown += [f"{limit['name']} = {self.constraint(limit['binding'])}" for limit in inner["constraints"]]
            return name + (f"<{', '.join(shown)}>" if shown else "")
        if "parenthesized" in arguments:
            inner = arguments["parenthesized"]
            output = f" -> {self.type(inner['output'])}" if inner["output"] else ""
            return f"{name}({', '.join(map(self.type, inner['inputs']))}){output}"
        return name

    def argument(self, argument: dict | str) -> str:
        if argument == "infer":
            return "_"
        name, inner = next(iter(argument.items()))
        return {"lifetime": str, "type": self.type, "const": lambda value: value["expr"]}[name](inner)

    def constraint(self, binding: dict) -> str:
        name, inner = next(iter(binding.items()))
        return f"impl {self.bounds(inner)}" if name == "constraint" else self.type(inner["type"])

    def type(self, of: dict | str) -> str:
        if of == "infer":
            return "_"
        name, inner = next(iter(of.items()))
        match name:
            case "resolved_path":
                return self.path(inner)
            case "generic" | "primitive":
                return inner
            case "tuple":
                return f"({', '.join(map(self.type, inner))})"
            case "slice":
                return f"[{self.type(inner)}]"
            case "array":
                return f"[{self.type(inner['type'])}; {inner['len']}]"
            case "impl_trait":
                return f"impl {self.bounds(inner)}"
            case "dyn_trait":
                bounds = [self.path(bound["trait"]) for bound in inner["traits"]]
                return f"dyn {' + '.join(bounds + ([inner['lifetime']] if inner['lifetime'] else []))}"
            case "borrowed_ref":
                lifetime = f"{inner['lifetime']} " if inner["lifetime"] else ""
                return f"&{lifetime}{'mut ' if inner['is_mutable'] else ''}{self.type(inner['type'])}"
            case "raw_pointer":
                return f"*{'mut' if inner['is_mutable'] else 'const'} {self.type(inner['type'])}"
            case "qualified_path":
                trait = f" as {self.path(inner['trait'])}" if inner["trait"] else ""
                return f"<{self.type(inner['self_type'])}{trait}>::{inner['name']}"
            case "function_pointer":
                inputs = ", ".join(self.type(given) for _, given in inner["sig"]["inputs"])
                output = inner["sig"]["output"]
                return f"fn({inputs})" + (f" -> {self.type(output)}" if output else "")
        raise ValueError(f"a type that this reader does not know: {name}")


def kind(item: dict) -> tuple[str, dict]:
    """What an item is, and what is said of it."""
    name, inner = next(iter(item["inner"].items()))
    return name, inner if isinstance(inner, dict) else {}
