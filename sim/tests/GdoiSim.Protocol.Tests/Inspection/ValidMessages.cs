using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Tests.Messages;
using GdoiSim.Protocol.Tests.Vectors;

namespace GdoiSim.Protocol.Tests.Inspection;

/// <summary>Valid messages of every kind, with the KEK that opens them.</summary>
internal static class ValidMessages
{
    // Two octets for each identity length, as Wireshark reads SA TEKs: not RFC 6407.
    private const string NotRfc6407 = "push-sat-esp-2octet-id-length";

    /// <summary>Encrypted and decrypted PUSHes and acknowledgements, by name.</summary>
    public static IReadOnlyList<(string Name, byte[] Message, Kek? Kek)> All { get; } = [.. Collect()];

    public static (byte[] Message, Kek? Kek) Get(string name)
    {
        (_, byte[] message, Kek? kek) = All.First(row => row.Name == name);
        return (message, kek);
    }

    private static IEnumerable<(string Name, byte[] Message, Kek? Kek)> Collect()
    {
        foreach ((string name, JsonElement row) in VectorFile.Read("push-vectors.json", "push"))
        {
            if (name != NotRfc6407)
            {
                byte[] message = row.Octets("message");
                yield return (name, message, KekOf(row));
                yield return ($"{name}, decrypted", Decrypted(message, KekOf(row)), null);
            }
        }

        foreach ((string list, string file) in new[]
            { ("push_ack", "ack-vectors.json"), ("answers_to_push_full", "push-vectors.json") })
        {
            JsonElement rows = VectorFile.ReadValue(file, list);
            foreach (IGrouping<string, JsonElement> kind in rows.EnumerateArray().GroupBy(KindOf))
            {
                yield return ($"{list}, {kind.Key}", kind.First().Octets("message"), null);
            }
        }

        JsonElement pull = VectorFile.ReadValue("pull-vectors.json", "pull")[0].GetProperty("messages");
        for (int i = 0; i < pull.GetArrayLength(); i++)
        {
            byte[] plain = pull[i].Octets("plain_message");
            plain[19] = 0;
            yield return ($"PULL message {i + 1}, decrypted", plain, null);
            yield return ($"PULL message {i + 1}", pull[i].Octets("message"), null);
        }

        for (int i = 0; i < Registration.MainModeCount; i++)
        {
            yield return ($"Main mode message {i + 1}", Registration.Vector[i], null);
        }

        using ISignatureSigner signer = new SystemCryptographyProvider().CreateSigner(
            TestSignatureKeys.CreateEcdsaP256());
        var kek = new Kek([.. Enumerable.Range(7, 48).Select(value => (byte)value)]);
        byte[] sample = PushSamples.Build(kek, signer);
        yield return ("Deletes, SAK, GAP, SAT", sample, kek);
        yield return ("Deletes, SAK, GAP, SAT, decrypted", Decrypted(sample, kek), null);
    }

    private static string KindOf(JsonElement row) =>
        $"{row.GetProperty("type_name").GetString()}, ID {row.GetProperty("id_type").GetInt32()}";

    /// <summary>Decrypts, takes the padding off, clears the E flag.</summary>
    public static byte[] Decrypted(byte[] message, Kek kek)
    {
        byte[] plain = [.. message];
        new SystemCryptographyProvider().Decrypt(kek, message.AsSpan(28), plain.AsSpan(28));
        int end = 28;
        for (int next = plain[16]; next != 0;)
        {
            next = plain[end];
            end += (plain[end + 2] << 8) | plain[end + 3];
        }

        plain[19] = 0;
        (plain[26], plain[27]) = ((byte)(end >> 8), (byte)end);
        return plain[..end];
    }

    private static Kek KekOf(JsonElement row) => new([.. row.Octets("kek_iv"), .. row.Octets("kek_key")]);
}
