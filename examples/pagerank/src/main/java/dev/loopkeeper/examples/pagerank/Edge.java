package dev.loopkeeper.examples.pagerank;

/** A line of the input. */
public record Edge(String from, String to) {

    static Edge parse(String line) {
        int tab = line.indexOf('\t');
        if (tab < 1 || tab == line.length() - 1 || line.indexOf('\t', tab + 1) >= 0) {
            throw new IllegalArgumentException("an edge is two vertices with a tab between them");
        }
        return new Edge(line.substring(0, tab), line.substring(tab + 1));
    }
}
