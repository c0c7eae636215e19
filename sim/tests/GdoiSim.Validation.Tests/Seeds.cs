namespace GdoiSim.Validation.Tests;

/// <summary>The one seed that all validation starts from.</summary>
internal static class Seeds
{
    internal const ulong Root = 6407_8263;
}
