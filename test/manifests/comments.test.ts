import { commentPlaces } from '../../src/manifests/comments';

/** Line and column of each. */
function commentsOf(text: string): string[] {
  return commentPlaces(text, 'a.yaml').map(({ line, column }) => `${line}:${column}`);
}

test.each<[string, string, string[]]>([
  ['none', 'a: 1\nb: [x, "y"]\n', []],
  ['a line of its own', '# first\na: 1\n', ['1:1']],
  ['lines that follow each other are one', '# first\n# second\n#\na: 1\n', ['1:1']],
  ['lines with another in between are two', '# first\na: 1\n# second\n', ['1:1', '3:1']],
  ['behind a value', 'a: 1 # why\n', ['1:6']],
  ['behind a value, and on the next line', 'a: 1 # why\n# more\nb: 2\n', ['1:6', '2:1']],
  ['inside a list', 'a:\n  # first\n  - x\n  - y  # second\n', ['2:3', '4:8']],
  ['behind the mark of a document', '---\n# Source: chart/templates/a.yaml\na: 1\n--- # two\nb: 2\n', ['2:1', '4:5']],
  ['in a flow list', 'a: [ # first\n  x, y # second\n]\n', ['1:6', '2:8']],
  ['behind the header of a block of text', 'a: | # why\n  text\n', ['1:6']],
  ['what a block of text holds is text', 'a: |\n  # text\n  more # text\nb: >-\n  # text\n', []],
  ['a block of text that begins with it', 'a: |\n  #!/bin/sh\n  exit 0\n', []],
  ['what quotes hold is text', 'a: "# x"\nb: \'# y\'\n"# c": 1\n', []],
  ['a hash without a space before it is text', 'a: x#y\nb: http://x/#y\n', []],
  ['of JSON, none', '{"a": "# x", "b": ["#"]}\n', []],
  ['with the line ends of Windows', 'a: 1 # why\r\n# more\r\nb: 2\r\n', ['1:6', '2:1']],
  ['behind a byte order mark', '\ufeff# first\na: 1\n', ['1:1']],
  ['beside anchors, tags and aliases', 'a: &x !!str 1 # one\nb: *x # two\n', ['1:15', '2:7']],
])('comments: %s', (_, text, places) => {
  expect(commentsOf(text)).toEqual(places);
});
