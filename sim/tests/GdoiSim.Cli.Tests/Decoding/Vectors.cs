using System.Text.Json;

namespace GdoiSim.Cli.Tests.Decoding;

/// <summary>A rekey of the test vectors, its keys, and acknowledgements that answer it.</summary>
internal static class Vectors
{
    private static readonly JsonElement File = Read();

    /// <summary>push-full, in hexadecimal digits.</summary>
    public static string Push => Row("push-full").GetProperty("message").GetString()!;

    /// <summary>The KEK of the PUSH, IV and key.</summary>
    public static string Kek =>
        Row("push-full").GetProperty("kek_iv").GetString()! + Row("push-full").GetProperty("kek_key").GetString();

    /// <summary>The key server's public key in DER.</summary>
    public static byte[] PublicKey => Convert.FromHexString(File.GetProperty("rsa_spki").GetString()!);

    /// <summary>The acknowledgement of a type: 1 and 3 under the KEK, 2 and 4 under the leaf key.</summary>
    public static string Ack(int type) => Answer(type).GetProperty("message").GetString()!;

    public static string BaseKey(int type) => Answer(type).GetProperty("base_key").GetString()!;

    /// <summary>HASH of that acknowledgement as the other reading of L makes it.</summary>
    public static string OtherHash(int type) =>
        Answer(type).GetProperty("variant_L_equals_prf_output").GetProperty("hash").GetString()!;

    public static string Hash(int type) => Answer(type).GetProperty("hash").GetString()!;

    private static JsonElement Row(string name) =>
        File.GetProperty("push").EnumerateArray().First(row => row.GetProperty("name").GetString() == name);

    private static JsonElement Answer(int type) => File.GetProperty("answers_to_push_full").EnumerateArray()
        .First(row => row.GetProperty("kek_ack_requested").GetInt32() == type);

    private static JsonElement Read()
    {
        using Stream stream = typeof(Vectors).Assembly.GetManifestResourceStream("push-vectors.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
