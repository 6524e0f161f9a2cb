// Prints the fields of Go structs as tables: a line for each struct with its fields, `name=bool`, `name=int`, `name:Struct`,
// `name:[]Struct`, `name:{}Struct` (a map of them), or `name` alone where nothing is known of the value.
//
//	fields TAG ROOT[,ROOT...] FOLDER...
//	fields TAG kinds FOLDER
//
// Structs are looked for by name in all folders; one that is not there is a value that is not looked into. `kinds` takes for roots
// the documents that the one folder registers, and prints before them a struct Document whose fields are the kinds. With the tag
// `yaml`, what reads itself (UnmarshalYAML, UnmarshalText) is not looked into, and a name without a tag is in lower case.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
)

type tables struct {
	tag     string
	structs map[string]*ast.StructType
	aliases map[string]ast.Expr
	done    map[string]bool
	// Structs that read themselves.
	opaque map[string]bool
	consts map[string]string
	// What a folder registers: a constant or text, and the struct that is made for it.
	registered [][2]string
}

func main() {
	t := tables{tag: os.Args[1], structs: map[string]*ast.StructType{}, aliases: map[string]ast.Expr{}, done: map[string]bool{}, opaque: map[string]bool{}, consts: map[string]string{}}
	for _, folder := range os.Args[3:] {
		t.read(folder)
	}
	if os.Args[2] == "kinds" {
		t.printKinds()
		return
	}
	for _, root := range strings.Split(os.Args[2], ",") {
		if t.structs[root] == nil {
			fmt.Fprintf(os.Stderr, "no struct %s\n", root)
			os.Exit(1)
		}
		t.print(root)
	}
}

func (t *tables) read(folder string) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		fmt.Fprintf(os.Stderr, "no Go files in %s\n", folder)
		os.Exit(1)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(filepath.Base(file), "windows") || strings.HasPrefix(filepath.Base(file), "zz_") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for _, decl := range parsed.Decls {
			if method, ok := decl.(*ast.FuncDecl); ok && t.tag == "yaml" {
				t.addFunc(method)
			}
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, each := range general.Specs {
				switch spec := each.(type) {
				case *ast.TypeSpec:
					t.add(spec)
				case *ast.ValueSpec:
					t.addConst(spec)
				}
			}
		}
	}
}

func (t *tables) addConst(spec *ast.ValueSpec) {
	for i, value := range spec.Values {
		if text, ok := value.(*ast.BasicLit); ok && text.Kind == token.STRING {
			t.consts[spec.Names[i].Name] = strings.Trim(text.Value, "\"`")
		}
	}
}

// A function that reads a struct by itself, or one that registers documents.
func (t *tables) addFunc(f *ast.FuncDecl) {
	if f.Recv != nil && (f.Name.Name == "UnmarshalYAML" || f.Name.Name == "UnmarshalText") {
		t.opaque[nameOf(f.Recv.List[0].Type)] = true
	}
	if f.Name.Name != "init" {
		return
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 2 || nameOf(call.Fun) != "Register" {
			return true
		}
		kind := nameOf(call.Args[0])
		if text, ok := call.Args[0].(*ast.BasicLit); ok {
			kind = strings.Trim(text.Value, "\"")
		}
		ast.Inspect(call.Args[1], func(n ast.Node) bool {
			if made, ok := n.(*ast.CompositeLit); ok {
				t.registered = append(t.registered, [2]string{kind, nameOf(made.Type)})
			}
			return true
		})
		return false
	})
}

func (t *tables) printKinds() {
	var words []string
	for _, each := range t.registered {
		kind := each[0]
		if value, ok := t.consts[kind]; ok {
			kind = value
		}
		words = append(words, kind+":"+each[1])
	}
	sort.Strings(words)
	fmt.Printf("Document %s\n", strings.Join(words, " "))
	for _, word := range words {
		t.print(word[strings.Index(word, ":")+1:])
	}
}

func (t *tables) add(spec *ast.TypeSpec) {
	if s, isStruct := spec.Type.(*ast.StructType); isStruct {
		t.structs[spec.Name.Name] = s
		if t.tag == "yaml" && takesAnything(s) {
			t.opaque[spec.Name.Name] = true
		}
	} else {
		t.aliases[spec.Name.Name] = spec.Type
	}
}

func (t *tables) print(name string) {
	if t.done[name] {
		return
	}
	t.done[name] = true
	var inner []string
	words := t.fields(t.structs[name], &inner)
	fmt.Printf("%s %s\n", name, strings.Join(words, " "))
	sort.Strings(inner)
	for _, each := range inner {
		t.print(each)
	}
}

func (t *tables) fields(s *ast.StructType, inner *[]string) []string {
	var words []string
	for _, field := range s.Fields.List {
		tag := ""
		if field.Tag != nil {
			tag = reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get(t.tag)
		}
		parts := strings.Split(tag, ",")
		if parts[0] == "-" {
			continue
		}
		if len(field.Names) == 0 && parts[0] == "" {
			if embedded := t.structs[nameOf(field.Type)]; embedded != nil && embedded != s {
				words = append(words, t.fields(embedded, inner)...)
			} else if nameOf(field.Type) == "TypeMeta" {
				words = append(words, "apiVersion", "kind")
			} else if nameOf(field.Type) == "ObjectMeta" {
				words = append(words, "metadata")
			} else if nameOf(field.Type) == "Meta" {
				words = append(words, "apiVersion", "kind")
			}
			continue
		}
		if t.tag == "yaml" && t.isInline(parts) {
			words = append(words, t.embedded(field.Type, inner)...)
			continue
		}
		name := parts[0]
		if name == "" {
			if len(field.Names) == 0 || !field.Names[0].IsExported() {
				continue
			}
			name = field.Names[0].Name
			if t.tag == "yaml" {
				name = strings.ToLower(name)
			}
		}
		words = append(words, name+t.kind(field.Type, inner))
	}
	return words
}

// Whether a struct takes any field, or reads itself by a method of another package that is embedded in it.
func takesAnything(s *ast.StructType) bool {
	for _, field := range s.Fields.List {
		_, isMap := field.Type.(*ast.MapType)
		tag := ""
		if field.Tag != nil {
			tag = field.Tag.Value
		}
		if isMap && strings.Contains(tag, ",inline") {
			return true
		}
		inner := field.Type
		if star, ok := inner.(*ast.StarExpr); ok {
			inner = star.X
		}
		if _, isSelector := inner.(*ast.SelectorExpr); isSelector && len(field.Names) == 0 && nameOf(inner) != "Meta" {
			return true
		}
	}
	return false
}

func (t *tables) isInline(parts []string) bool {
	for _, part := range parts[1:] {
		if part == "inline" {
			return true
		}
	}
	return false
}

// The fields of a struct that is written among those of another. Of one in another package only Meta is known.
func (t *tables) embedded(expr ast.Expr, inner *[]string) []string {
	if nameOf(expr) == "Meta" {
		return []string{"apiVersion", "kind"}
	}
	if t.structs[nameOf(expr)] == nil {
		fmt.Fprintf(os.Stderr, "no struct %s to write inline\n", nameOf(expr))
		os.Exit(1)
	}
	return t.fields(t.structs[nameOf(expr)], inner)
}

func (t *tables) kind(expr ast.Expr, inner *[]string) string {
	prefix := ":"
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
			continue
		case *ast.ArrayType:
			if prefix != ":" {
				return ""
			}
			prefix, expr = ":[]", e.Elt
			continue
		case *ast.MapType:
			if prefix != ":" {
				return ""
			}
			prefix, expr = ":{}", e.Value
			continue
		}
		break
	}
	name := nameOf(expr)
	if _, isSelector := expr.(*ast.SelectorExpr); t.opaque[name] || isSelector && t.tag == "yaml" {
		return ""
	}
	if t.structs[name] != nil {
		*inner = append(*inner, name)
		return prefix + name
	}
	if _, isSelector := expr.(*ast.SelectorExpr); isSelector {
		return ""
	}
	if alias, ok := t.aliases[name]; ok && prefix == ":" {
		return t.kind(alias, inner)
	}
	if prefix != ":" {
		return ""
	}
	switch name {
	case "bool":
		return "=bool"
	case "int", "int32", "int64", "uint32":
		return "=int"
	}
	return ""
}

func nameOf(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return nameOf(e.X)
	}
	return ""
}
