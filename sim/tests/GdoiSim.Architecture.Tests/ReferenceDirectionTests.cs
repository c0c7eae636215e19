using System.Xml.Linq;
using GdoiSim.Architecture.Tests.Inspection;
using Xunit;

namespace GdoiSim.Architecture.Tests;

/// <summary>References point downward only: command line, analysis, scenario, group, kernel.</summary>
public sealed class ReferenceDirectionTests
{
    /// <summary>Which projects each project may refer to; a new project needs a line here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["GdoiSim.Kernel"] = [],
        ["GdoiSim.Protocol"] = [],
        ["GdoiSim.Metrics"] = [],
        ["GdoiSim.Capture"] = [],
        ["GdoiSim.Network"] = ["GdoiSim.Kernel"],
        ["GdoiSim.Group"] = ["GdoiSim.Kernel", "GdoiSim.Protocol", "GdoiSim.Network", "GdoiSim.Metrics"],
        ["GdoiSim.Scenario"] =
        [
            "GdoiSim.Group", "GdoiSim.Kernel", "GdoiSim.Protocol", "GdoiSim.Network", "GdoiSim.Metrics",
            "GdoiSim.Capture",
        ],
        ["GdoiSim.Analysis"] =
        [
            "GdoiSim.Scenario", "GdoiSim.Group", "GdoiSim.Kernel", "GdoiSim.Protocol", "GdoiSim.Network",
            "GdoiSim.Metrics", "GdoiSim.Capture",
        ],
        ["gdoisim"] =
        [
            "GdoiSim.Analysis", "GdoiSim.Scenario", "GdoiSim.Group", "GdoiSim.Kernel", "GdoiSim.Protocol",
            "GdoiSim.Network", "GdoiSim.Metrics", "GdoiSim.Capture",
        ],
        ["GdoiSim.Bench"] =
        [
            "GdoiSim.Analysis", "GdoiSim.Scenario", "GdoiSim.Group", "GdoiSim.Kernel", "GdoiSim.Protocol",
            "GdoiSim.Network", "GdoiSim.Metrics",
        ],
    };

    [Fact]
    public void Compiled_references_point_downward()
    {
        List<string> wrong = [];
        foreach (string path in RepositoryLayout.ProductAssemblies)
        {
            using CompiledAssembly assembly = new(path);
            wrong.AddRange(Wrong(assembly.Name, assembly.ReferencedAssemblies));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Project_files_refer_downward()
    {
        // The compiler leaves out references that no code uses, so the project files are read as well.
        List<string> wrong = [];
        foreach (string project in RepositoryLayout.Files(".csproj").Where(path => !path.Contains("tests/")))
        {
            XDocument document = XDocument.Load(Path.Combine(RepositoryLayout.Root, project));
            wrong.AddRange(Wrong(
                AssemblyName(project, document),
                document.Descendants("ProjectReference").Select(
                    reference => Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include"))!))));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_project_of_the_product_is_looked_at()
    {
        string[] seen =
        [
            .. RepositoryLayout.ProductAssemblies.Select(path => Path.GetFileNameWithoutExtension(path)),
            "GdoiSim.Bench",
        ];
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GdoiSim.Kernel", "GdoiSim.Network")]
    [InlineData("GdoiSim.Protocol", "GdoiSim.Kernel")]
    [InlineData("GdoiSim.Group", "GdoiSim.Scenario")]
    [InlineData("GdoiSim.Bench", "gdoisim")]
    [InlineData("GdoiSim.Unheard", "GdoiSim.Kernel")]
    public void Canary_a_reference_upward_is_found(string from, string to)
    {
        Assert.Single(Wrong(from, [to, "System.Runtime"]));
    }

    private static IEnumerable<string> Wrong(string from, IEnumerable<string> to)
    {
        string[] allowed = Allowed.GetValueOrDefault(from, []);
        return to
            .Where(name => Allowed.ContainsKey(name) && !allowed.Contains(name))
            .Select(name => $"{from} must not refer to {name} (allowed: {string.Join(", ", allowed)}). "
                + "Move the code down, or hand the value in from above.");
    }

    private static string AssemblyName(string project, XDocument document) =>
        document.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
}
