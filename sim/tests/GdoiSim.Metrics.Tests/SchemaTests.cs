using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed partial class SchemaTests
{
    private const string Begin = "<!-- files: begin (made from the code by SchemaTests) -->\n";
    private const string End = "<!-- files: end -->\n";

    [Fact]
    public void Every_property_of_a_row_is_a_column_and_has_a_definition()
    {
        var definitions = Definitions();
        foreach (var table in Schema.Files)
        {
            var properties = table.Row.GetProperties().Where(property => !property.GetMethod!.IsStatic);
            Assert.Equal(
                properties.Select(property => property.Name).Order(),
                table.Columns.Select(column => column.Property).Order());
            Assert.Distinct(table.Columns.Select(column => column.Name));
            Assert.All(
                table.Columns,
                column => Assert.True(
                    definitions.ContainsKey($"P:{table.Row.FullName}.{column.Property}"),
                    $"{table.FileName}: {column.Name} has no documentation comment"));
        }
    }

    /// <summary>
    /// To renew the file after a change, run this test with GDOISIM_UPDATE=1 and review the difference.
    /// </summary>
    [Fact]
    public void Readme_shows_the_schema()
    {
        var path = Path.Combine(RepositoryRoot(), "sim", "Metrics", "README.md");
        var readme = File.ReadAllText(path);
        var from = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, $"{path} has lost its marks.");
        var expected = Describe();
        if (Environment.GetEnvironmentVariable("GDOISIM_UPDATE") == "1")
        {
            File.WriteAllText(path, readme[..from] + expected + readme[to..]);
            return;
        }

        Assert.Equal(expected, readme[from..to]);
    }

    private static string Describe()
    {
        var definitions = Definitions();
        var text = new StringBuilder();
        foreach (var table in Schema.Files)
        {
            text.Append($"\n### {table.FileName}\n\n{table.Description}\n\n");
            text.Append("| name | unit | definition |\n|---|---|---|\n");
            foreach (var column in table.Columns)
            {
                var definition = definitions[$"P:{table.Row.FullName}.{column.Property}"];
                text.Append($"| `{column.Name}` | {column.Unit} | {definition} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static Dictionary<string, string> Definitions()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "GdoiSim.Metrics.xml");
        return XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(
                member => member.Attribute("name")!.Value,
                member => Spaces().Replace(member.Element("summary")!.Value, " ").Trim());
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GdoiSim.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("GdoiSim.sln is in no folder above the tests.");
        }

        return folder;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
