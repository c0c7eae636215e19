using System.Reflection.Metadata;
using GdoiSim.Architecture.Tests.Inspection;
using Xunit;

namespace GdoiSim.Architecture.Tests;

/// <summary>A method fits a screen: at most 70 lines from its first statement to its last.</summary>
public sealed class MethodLengthTests
{
    private const int MaximumLines = 70;

    [Fact]
    public void Methods_have_at_most_70_lines()
    {
        List<string> found = [];
        foreach (string path in RepositoryLayout.ProductAssemblies)
        {
            using CompiledAssembly assembly = new(path);
            found.AddRange(Lengths(assembly)
                .Where(method => method.Lines > MaximumLines)
                .Select(method => $"{method.Name}: {method.Lines} lines"));
        }

        Assert.True(found.Count == 0, $"Split the method by step.\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Canary_lengths_are_read_from_the_symbols()
    {
        using CompiledAssembly own = new(typeof(MethodLengthTests).Assembly.Location);
        (string _, int lines) = Assert.Single(Lengths(own), method => method.Name.EndsWith("." + nameof(SixLines)));

        // An optimised build keeps no symbols for the braces.
        Assert.InRange(lines, 4, 6);
    }

    private static int SixLines(int value)
    {
        value++;
        value *= 2;
        value--;
        return value;
    }

    private static IEnumerable<(string Name, int Lines)> Lengths(CompiledAssembly assembly)
    {
        // The symbols know the lines of statements, braces of the body included.
        using FileStream file = File.OpenRead(Path.ChangeExtension(assembly.Path, ".pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(file);
        MetadataReader symbols = provider.GetMetadataReader();
        foreach (MethodDebugInformationHandle handle in symbols.MethodDebugInformation)
        {
            SequencePoint[] points =
            [
                .. symbols.GetMethodDebugInformation(handle).GetSequencePoints().Where(point => !point.IsHidden),
            ];
            if (points.Length == 0)
            {
                continue;
            }

            MethodDefinition method = assembly.Metadata.GetMethodDefinition(handle.ToDefinitionHandle());
            string name = $"{assembly.FullName(method.GetDeclaringType())}.{assembly.Metadata.GetString(method.Name)}";

            // Constructors span the initialisers of fields, which are tables, not steps; generated code (regular
            // expressions) stands in the library's namespaces.
            if (!name.EndsWith(".cctor", StringComparison.Ordinal)
                && !name.EndsWith(".ctor", StringComparison.Ordinal)
                && !name.StartsWith("System.", StringComparison.Ordinal))
            {
                yield return (name, points.Max(point => point.EndLine) - points.Min(point => point.StartLine) + 1);
            }
        }
    }
}
