// Prints the fields of Go structs as tables: a line for each struct with its fields, `name=bool`, `name=int`, `name:Struct`,
// `name:[]Struct`, `name:{}Struct` (a map of them), or `name` alone where nothing is known of the value.
//
//	fields TAG ROOT[,ROOT...] FOLDER...
//
// Structs are looked for by name in all folders; one that is not there is a value that is not looked into.
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
}

func main() {
	t := tables{tag: os.Args[1], structs: map[string]*ast.StructType{}, aliases: map[string]ast.Expr{}, done: map[string]bool{}}
	for _, folder := range os.Args[3:] {
		t.read(folder)
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
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, each := range general.Specs {
				if spec, ok := each.(*ast.TypeSpec); ok {
					t.add(spec)
				}
			}
		}
	}
}

func (t *tables) add(spec *ast.TypeSpec) {
	if s, isStruct := spec.Type.(*ast.StructType); isStruct {
		t.structs[spec.Name.Name] = s
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
			}
			continue
		}
		name := parts[0]
		if name == "" {
			if len(field.Names) == 0 || !field.Names[0].IsExported() {
				continue
			}
			name = field.Names[0].Name
		}
		words = append(words, name+t.kind(field.Type, inner))
	}
	return words
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
