package web

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"mithaq/internal/evidence/review"
	"mithaq/spec/schema"
)

// The document of the API (OpenAPI 3.1) is made of the table of routes and of the schemas in spec/schema: what is not in the table is not in it, and an answer
// of the API has the schema that the same answer of the command line has.

// object is an object of JSON.
type object = map[string]any

// document makes it, of routes of the API.
func document(routes []route) ([]byte, error) {
	schemas, err := documentSchemas(routes)
	if err != nil {
		return nil, err
	}
	paths := object{}
	for _, r := range routes {
		at, _ := paths[r.pattern].(object)
		if at == nil {
			at = object{}
			paths[r.pattern] = at
		}
		at[strings.ToLower(r.method)] = operation(&r)
	}
	doc := object{
		"openapi":           "3.1.1",
		"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"info": object{
			"title": "Mithaq", "version": "1",
			"description": "What is undertaken, kept and broken, on a record, and why. Every answer is made of what whoever asks may see; what is not for them is not there.",
		},
		"servers":  []any{object{"url": "/"}},
		"security": []any{object{}, object{"token": []any{}}},
		"paths":    paths,
		"components": object{
			"securitySchemes": object{"token": object{
				"type": "http", "scheme": "bearer",
				"description": "A token that a user of the record made: on the page of their account, or with `mithaq record token make`. It does what its scopes say, as far as the user’s roles go. Scopes: " + scopeList() + " On a record without users no token is needed.",
			}},
			"schemas": schemas,
			"responses": object{"problem": object{
				"description": "What went wrong (RFC 9457), with each single thing that is wrong.",
				"content":     object{"application/problem+json": object{"schema": ref("problem")}},
			}},
		},
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err = enc.Encode(doc)
	return b.Bytes(), err
}

// scopeSays is what the document says of the scopes.
var scopeSays = map[review.Scope]string{
	review.ScopeRead:    "reading what the user may read, and keeping what they alone must follow up",
	review.ScopeEnter:   "entering rows and files of evidence",
	review.ScopeImport:  "importing files",
	review.ScopeAssess:  "assessing",
	review.ScopeReview:  "steps of a finding up to its being put to a party, what the party answered, dissent, and what was decided of two incidents",
	review.ScopeSecond:  "standing behind a finding as its second person",
	review.ScopePublish: "publishing, and taking back what was published",
}

func scopeList() string {
	var parts []string
	for _, s := range review.Scopes {
		parts = append(parts, "`"+string(s)+"` ("+scopeSays[s]+")")
	}
	return strings.Join(parts, ", ") + "."
}

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

var inPath = regexp.MustCompile(`\{([a-z]+)\}`)

// operation says of one route what it asks and gives.
func operation(r *route) object {
	c := r.api
	op := object{"operationId": c.name, "summary": c.says}
	var params []any
	for _, m := range inPath.FindAllStringSubmatch(r.pattern, -1) {
		params = append(params, object{"name": m[1], "in": "path", "required": true, "schema": object{"type": "string", "minLength": 1}})
	}
	for _, p := range c.params() {
		one := object{"name": p.name, "in": "query", "description": p.says, "schema": p.schema()}
		if p.must {
			one["required"] = true
		}
		params = append(params, one)
	}
	if r.method != http.MethodGet {
		if !c.looks {
			params = append(params, object{
				"name": "Idempotency-Key", "in": "header", "schema": object{"type": "string", "minLength": 1, "maxLength": longest},
				"description": "Any text of your own, another for each thing to be done. What is sent again with it within a day is not done again: the first answer is given.",
			})
		}
		content := object{"application/json": object{"schema": ref(c.takes)}}
		if c.takes == apiBytes {
			content = object{}
			for _, kind := range []string{"text/csv", "application/json", "application/octet-stream"} {
				content[kind] = object{}
			}
		}
		op["requestBody"] = object{"required": true, "content": content}
	}
	op["parameters"] = params
	switch {
	case r.needs == anybody:
		op["description"] = "Open to everybody: without a token, or by one without the scope `read`, it tells what everybody may see."
	case c.scope != "":
		var list []any
		for _, scope := range c.scopes() {
			list = append(list, string(scope))
		}
		op["description"] = "It takes a token with the scope `" + string(c.scope) + "`."
		if c.reads {
			op["description"] = "It takes a token with the scopes `" + string(c.scope) + "` and `read`: what it acts on is looked at first."
		}
		op["security"] = []any{object{"token": list}}
	default:
		op["description"] = "It takes a token."
		op["security"] = []any{object{"token": []any{}}}
	}
	said := object{"application/json": object{"schema": ref(c.gives)}}
	switch c.gives {
	case apiArchive:
		said = object{"application/zip": object{}}
	case "openapi":
		said = object{"application/json": object{"schema": object{"type": "object"}}}
	}
	if c.printed != "" {
		said["text/plain"] = object{"schema": object{"type": "string", "description": "As `mithaq " + c.printed + "` says it."}}
	}
	answers := object{"200": object{"description": "The answer.", "content": said}, "default": object{"$ref": "#/components/responses/problem"}}
	switch {
	case c.looks:
	case r.method == http.MethodGet:
		answers["304"] = object{"description": "It is as it was: If-None-Match named it."}
	default:
		answers["201"] = object{"description": "It was entered.", "content": said}
	}
	op["responses"] = answers
	return op
}

// schema says what a parameter may be.
func (p *apiParam) schema() object {
	switch p.kind {
	case aDay:
		return object{"type": "string", "format": "date"}
	case aGrade:
		return object{"enum": []any{"discounted", "alleged", "corroborated", "verified"}}
	case aLead:
		return object{"enum": []any{"alleged", "corroborated", "verified"}}
	case aNumber:
		return object{"type": "integer", "minimum": 1, "maximum": p.most}
	case aCount:
		return object{"type": "integer", "minimum": 0}
	case aSwitch:
		return object{"enum": []any{"true"}}
	case aWord:
		words := []any{}
		for _, w := range p.words {
			words = append(words, w)
		}
		return object{"enum": words}
	case aText, aCut, aList:
	}
	return object{"type": "string", "maxLength": longest}
}

// documentSchemas gives the schemas that the routes name and those that they rest on. References between files become references within the document.
func documentSchemas(routes []route) (object, error) {
	names, err := fs.Glob(schema.Files, "*.json")
	if err != nil {
		return nil, err
	}
	all := object{}
	for _, name := range names {
		b, err := schema.Files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var one object
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.UseNumber()
		if err := dec.Decode(&one); err != nil {
			return nil, err
		}
		delete(one, "$schema")
		key := strings.TrimSuffix(name, ".json")
		all[key] = within(one, key)
	}
	out := object{}
	var take func(name string)
	take = func(name string) {
		if out[name] != nil || all[name] == nil {
			return
		}
		out[name] = all[name]
		for _, other := range slices.Sorted(maps.Keys(refsIn(all[name]))) {
			take(other)
		}
	}
	take("problem")
	for _, r := range routes {
		take(r.api.gives)
		take(r.api.takes)
	}
	return out, nil
}

// within makes references to other files into references within the document; own is the name of the schema they stand in.
func within(v any, own string) any {
	switch v := v.(type) {
	case object:
		for key, one := range v {
			if s, ok := one.(string); ok && key == "$ref" {
				file, part, _ := strings.Cut(s, "#")
				name := strings.TrimSuffix(file, ".json")
				if name == "" {
					name = own
				}
				v[key] = "#/components/schemas/" + name + part
				continue
			}
			v[key] = within(one, own)
		}
	case []any:
		for i := range v {
			v[i] = within(v[i], own)
		}
	}
	return v
}

// refsIn gives the schemas that one refers to.
func refsIn(v any) map[string]bool {
	out := map[string]bool{}
	var look func(any)
	look = func(v any) {
		switch v := v.(type) {
		case object:
			for key, one := range v {
				if s, ok := one.(string); ok && key == "$ref" {
					name, _, _ := strings.Cut(strings.TrimPrefix(s, "#/components/schemas/"), "/")
					out[name] = true
				}
				look(one)
			}
		case []any:
			for _, one := range v {
				look(one)
			}
		}
	}
	look(v)
	return out
}
