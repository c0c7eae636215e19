using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using Xunit;

namespace GdoiSim.Protocol.Tests.Vectors;

public class PushVectorTests
{
    // Two octets for each identity length, as Wireshark reads SA TEKs: not RFC 6407, kept in the file as a contrast.
    private const string NotRfc6407 = "push-sat-esp-2octet-id-length";

    private static readonly Dictionary<string, JsonElement> Rows = VectorFile.Read("push-vectors.json", "push");

    public static TheoryData<string, string, SignedLength> RowsProvidersAndReadings()
    {
        var data = new TheoryData<string, string, SignedLength>();
        foreach (string row in Rows.Keys.Where(name => name != NotRfc6407))
        {
            foreach (string provider in Providers.Names)
            {
                data.Add(row, provider, SignedLength.WithoutPadding);
                data.Add(row, provider, SignedLength.AsSent);
            }
        }

        return data;
    }

    public static TheoryData<string> RowNames() => [.. Rows.Keys.Where(name => name != NotRfc6407)];

    [Fact]
    public void The_file_has_the_number_of_rows_that_it_had_when_these_tests_were_written() =>
        Assert.Equal(9, Rows.Count);

    [Theory]
    [MemberData(nameof(RowsProvidersAndReadings))]
    public void Opening_decrypts_validates_and_verifies(string name, string providerName, SignedLength reading)
    {
        JsonElement row = Rows[name];
        ICryptographyProvider provider = Providers.Get(providerName);
        byte[] message = MessageOf(row, reading, provider);
        using ISignatureVerifier verifier = CreateVerifier(provider);

        DiscardReason reason = GroupkeyPush.TryOpen(
            message, KekOf(row), provider, new byte[message.Length + 5], out GroupkeyPush push, reading);

        Assert.Equal(DiscardReason.None, reason);
        Assert.Equal(row.ReadCookies(), push.Cookies);
        Assert.Equal(row.GetProperty("seq").GetUInt32(), push.Sequence.Value);
        Assert.Equal(SigInputOf(row, reading), push.SignedOctets.ToArray());
        Assert.Equal(SigOf(row, reading), push.Signature.ToArray());
        Assert.Equal(DiscardReason.None, push.VerifySignature(verifier));
    }

    [Theory]
    [MemberData(nameof(RowsProvidersAndReadings))]
    public void Writing_what_was_read_gives_the_octets_of_the_vector(
        string name, string providerName, SignedLength reading)
    {
        JsonElement row = Rows[name];
        ICryptographyProvider provider = Providers.Get(providerName);
        byte[] message = MessageOf(row, reading, provider);
        Assert.Equal(
            DiscardReason.None,
            GroupkeyPush.TryOpen(
                message, KekOf(row), provider, new byte[message.Length + 5], out GroupkeyPush push, reading));
        using ISignatureSigner signer = provider.CreateSigner(VectorKeys());

        var workspace = new byte[4096];
        var datagram = new byte[4096];
        var writer = new GroupkeyPushWriter(workspace, push.Cookies, push.Sequence);
        PushCopy.AddAll(push, ref writer);
        Assert.True(writer.TryFinish(signer, KekOf(row), provider, datagram, out int length, reading));
        Assert.Equal(message, datagram[..length]);
    }

    [Theory]
    [MemberData(nameof(RowNames))]
    public void Plain_messages_read_and_verify_too(string name)
    {
        JsonElement row = Rows[name];
        byte[] message = row.Octets("plain_message");
        using ISignatureVerifier verifier = CreateVerifier(new SystemCryptographyProvider());
        Assert.Equal(
            DiscardReason.None,
            GroupkeyPush.TryReadPlain(message, new byte[message.Length + 5], out GroupkeyPush push));
        Assert.Equal(row.Octets("sig_input"), push.SignedOctets.ToArray());
        Assert.Equal(DiscardReason.None, push.VerifySignature(verifier));
    }

    [Fact]
    public void Two_octet_identity_lengths_are_refused()
    {
        JsonElement row = Rows[NotRfc6407];
        byte[] message = row.Octets("message");
        Assert.Equal(
            DiscardReason.IdentityLength,
            GroupkeyPush.TryOpen(
                message, KekOf(row), new SystemCryptographyProvider(), new byte[message.Length + 5], out _));
    }

    // The file has the signature of the other reading, but only the message of the main one.
    private static byte[] MessageOf(JsonElement row, SignedLength reading, ICryptographyProvider provider)
    {
        byte[] message = row.Octets("message");
        if (reading == SignedLength.AsSent)
        {
            byte[] inner = row.Octets("inner_padded");
            byte[] sig = row.Octets("sig_if_length_includes_padding");
            sig.CopyTo(inner, inner.Length - row.GetProperty("pad_len").GetInt32() - sig.Length);
            provider.Encrypt(KekOf(row), inner, message.AsSpan(IsakmpHeader.Size));
        }

        return message;
    }

    private static byte[] SigInputOf(JsonElement row, SignedLength reading) => row.Octets(
        reading == SignedLength.AsSent ? "sig_input_if_length_includes_padding" : "sig_input");

    private static byte[] SigOf(JsonElement row, SignedLength reading) => row.Octets(
        reading == SignedLength.AsSent ? "sig_if_length_includes_padding" : "sig");

    private static Kek KekOf(JsonElement row) => new([.. row.Octets("kek_iv"), .. row.Octets("kek_key")]);

    private static ISignatureVerifier CreateVerifier(ICryptographyProvider provider)
    {
        Assert.True(provider.TryCreateVerifier(
            SignatureAlgorithm.Rsa, VectorKeys().SubjectPublicKeyInfo, out ISignatureVerifier? verifier));
        return verifier;
    }

    private static SignatureKeyPair VectorKeys() => VectorRsaKey.Read();
}
