using System.Text.Json;

namespace GdoiSim.Protocol.Tests.Vectors;

/// <summary>
/// The test vectors beside this file, made by an independent implementation (Python standard library and OpenSSL).
/// </summary>
internal static class VectorFile
{
    /// <summary>The rows of one list of one file, by name.</summary>
    public static Dictionary<string, JsonElement> Read(string file, string list)
    {
        using Stream stream = typeof(VectorFile).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"no resource {file}");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(list).EnumerateArray()
            .ToDictionary(row => row.GetProperty("name").GetString()!, row => row.Clone());
    }

    /// <summary>One value beside the lists.</summary>
    public static JsonElement ReadValue(string file, string name)
    {
        using Stream stream = typeof(VectorFile).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"no resource {file}");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(name).Clone();
    }

    public static byte[] Octets(this JsonElement row, string name) =>
        Convert.FromHexString(row.GetProperty(name).GetString()!);

    public static Cookies ReadCookies(this JsonElement row) =>
        Cookies.Read([.. row.Octets("icookie"), .. row.Octets("rcookie")]);
}
