using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Payloads;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.X509;
using Xunit;

namespace GdoiSim.Protocol.Tests.Crypto;

public class ProviderTests
{
    private static readonly SystemCryptographyProvider Default = new();
    private static readonly BouncyCastleCryptographyProvider Reference = new();

    public static TheoryData<string> Names() => [.. Providers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hmac_gives_the_values_of_RFC_4231_test_case_2(string name)
    {
        ICryptographyProvider provider = Providers.Get(name);
        var sha256 = new byte[32];
        provider.ComputeHmac(PrfAlgorithm.HmacSha256, "Jefe"u8, "what do ya want for nothing?"u8, sha256);
        Assert.Equal(
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Convert.ToHexStringLower(sha256));
        var sha512 = new byte[64];
        provider.ComputeHmac(PrfAlgorithm.HmacSha512, "Jefe"u8, "what do ya want for nothing?"u8, sha512);
        Assert.Equal(
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            Convert.ToHexStringLower(sha512));
    }

    [Fact]
    public void Hmacs_agree() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 300], Gen.Bool).Sample((key, message, isShort) =>
        {
            PrfAlgorithm prf = isShort ? PrfAlgorithm.HmacSha256 : PrfAlgorithm.HmacSha512;
            var first = new byte[prf.OutputLength()];
            var second = new byte[prf.OutputLength()];
            Default.ComputeHmac(prf, key, message, first);
            Reference.ComputeHmac(prf, key, message, second);
            return first.SequenceEqual(second);
        });

    [Fact]
    public void Ciphers_agree_and_each_undoes_the_other() =>
        Gen.Select(Gen.Int[0, 2].SelectMany(size => Gen.Byte.Array[32 + (8 * size)]), Gen.Int[1, 40])
            .SelectMany(pair => Gen.Byte.Array[16 * pair.Item2].Select(plain => (Key: pair.Item1, Plain: plain)))
            .Sample(sample =>
            {
                var kek = new Kek(sample.Key);
                var first = new byte[sample.Plain.Length];
                var second = new byte[sample.Plain.Length];
                Default.Encrypt(kek, sample.Plain, first);
                Reference.Encrypt(kek, sample.Plain, second);
                Assert.Equal(first, second);
                Default.Decrypt(kek, second, first);
                Assert.Equal(sample.Plain, first);
                Reference.Decrypt(kek, second, first);
                Assert.Equal(sample.Plain, first);
            });

    [Theory]
    [InlineData(SignatureAlgorithm.Rsa, 256)]
    [InlineData(SignatureAlgorithm.EcdsaP256, 64)]
    public void Both_sign_the_same_octets_and_verify_each_others(SignatureAlgorithm algorithm, int length)
    {
        SignatureKeyPair pair = TestPair(algorithm);
        using ISignatureSigner first = Default.CreateSigner(pair);
        using ISignatureSigner second = Reference.CreateSigner(pair);
        Assert.Equal(length, first.SignatureLength);
        Assert.Equal(length, second.SignatureLength);
        var signature = new byte[length];
        var other = new byte[length];
        first.Sign("a message"u8, signature);
        second.Sign("a message"u8, other);
        Assert.Equal(signature, other);

        foreach (string name in Providers.Names)
        {
            Assert.True(Providers.Get(name).TryCreateVerifier(
                algorithm, pair.SubjectPublicKeyInfo, out ISignatureVerifier? verifier));
            Assert.True(verifier.Verify("a message"u8, signature));
            Assert.False(verifier.Verify("a messagf"u8, signature));
            Assert.False(verifier.Verify("a message"u8, signature.AsSpan(1)));
            Assert.False(verifier.Verify("a message"u8, [.. signature, 0]));
            Assert.False(verifier.Verify("a message"u8, []));
            verifier.Dispose();
        }
    }

    [Theory]
    [InlineData(SignatureAlgorithm.Rsa)]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    public void A_signature_with_any_bit_changed_does_not_verify(SignatureAlgorithm algorithm)
    {
        SignatureKeyPair pair = TestPair(algorithm);
        using ISignatureSigner signer = Default.CreateSigner(pair);
        var signature = new byte[signer.SignatureLength];
        signer.Sign("a message"u8, signature);
        Assert.True(Default.TryCreateVerifier(algorithm, pair.SubjectPublicKeyInfo, out ISignatureVerifier? first));
        Assert.True(Reference.TryCreateVerifier(algorithm, pair.SubjectPublicKeyInfo, out ISignatureVerifier? second));
        for (int i = 0; i < signature.Length; i++)
        {
            signature[i] ^= (byte)(1 << (i % 8));
            Assert.False(first.Verify("a message"u8, signature));
            Assert.False(second.Verify("a message"u8, signature));
            signature[i] ^= (byte)(1 << (i % 8));
        }

        Assert.True(first.Verify("a message"u8, signature));
        first.Dispose();
        second.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ecdsa_signs_as_in_RFC_6979_A_2_5(string name)
    {
        var curve = ECNamedCurveTable.GetByName("P-256");
        var key = new ECPrivateKeyParameters(
            new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16),
            new ECDomainParameters(curve));
        var pair = new SignatureKeyPair(
            SignatureAlgorithm.EcdsaP256, PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded(), []);
        using ISignatureSigner signer = Providers.Get(name).CreateSigner(pair);
        var signature = new byte[64];
        signer.Sign("sample"u8, signature);
        Assert.Equal(
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
            Convert.ToHexStringLower(signature));
    }

    [Theory]
    [InlineData(SignatureAlgorithm.Rsa)]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    public void Octets_that_are_no_public_key_are_refused_without_an_exception(SignatureAlgorithm algorithm)
    {
        byte[] key = TestPair(algorithm).SubjectPublicKeyInfo.ToArray();
        SignatureAlgorithm other = algorithm == SignatureAlgorithm.Rsa
            ? SignatureAlgorithm.EcdsaP256
            : SignatureAlgorithm.Rsa;
        foreach (string name in Providers.Names)
        {
            ICryptographyProvider provider = Providers.Get(name);
            Assert.False(provider.TryCreateVerifier(other, key, out _));
            Assert.False(provider.TryCreateVerifier(SignatureAlgorithm.Dss, key, out _));
            for (int length = 0; length < key.Length; length++)
            {
                Assert.False(provider.TryCreateVerifier(algorithm, key.AsSpan(0, length), out _), $"{name} {length}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_of_256_bits_on_another_curve_is_no_P256_key(string name)
    {
        var curve = ECNamedCurveTable.GetByName("secp256k1");
        var key = new ECPublicKeyParameters(
            "EC", curve.G, SecObjectIdentifiers.SecP256k1);
        byte[] octets = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetDerEncoded();
        Assert.False(Providers.Get(name).TryCreateVerifier(SignatureAlgorithm.EcdsaP256, octets, out _));
    }

    [Theory]
    [InlineData(SignatureAlgorithm.Rsa)]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    public void Damaged_public_keys_are_refused_or_verify_nothing_and_never_throw(SignatureAlgorithm algorithm)
    {
        SignatureKeyPair pair = TestPair(algorithm);
        using ISignatureSigner signer = Default.CreateSigner(pair);
        var signature = new byte[signer.SignatureLength];
        signer.Sign("a message"u8, signature);
        byte[] key = pair.SubjectPublicKeyInfo.ToArray();

        // The numbers of the key stand at the end: modulus, tag, length and exponent, or the two coordinates. What
        // frames them a provider may read leniently, and then it is the same key.
        int numbersAt = key.Length - (algorithm == SignatureAlgorithm.Rsa ? 256 + 5 : 64);
        foreach (string name in Providers.Names)
        {
            ICryptographyProvider provider = Providers.Get(name);

            // BouncyCastle tests every modulus for small factors and primality, which takes its time.
            int step = name == Reference.Name ? 13 : 1;
            for (int i = 0; i < key.Length; i += step)
            {
                byte[] damaged = [.. key];
                damaged[i] ^= (byte)(1 << (i % 8));
                if (provider.TryCreateVerifier(algorithm, damaged, out ISignatureVerifier? verifier))
                {
                    bool verified = verifier.Verify("a message"u8, signature);
                    verifier.Dispose();
                    Assert.False(
                        verified && i >= numbersAt, $"{name} verifies under the key with octet {i} damaged");
                }
            }
        }
    }

    [Fact]
    public void Secrets_do_not_show_in_text()
    {
        byte[] octets = [.. Enumerable.Range(0xA0, 32).Select(value => (byte)value)];
        var kek = new Kek(octets);
        var key = AckKey.Derive(Default, PrfAlgorithm.HmacSha256, kek.Key, new Cookies(1, 2));
        Assert.Equal("AES-128-CBC KEK", kek.ToString());
        Assert.Equal("ack_key for HmacSha256", key.ToString());
        Assert.Equal("Rsa signature key pair", TestSignatureKeys.CreateRsa2048().ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void A_kek_of_another_length_is_a_mistake_of_the_caller(int length) =>
        Assert.Throws<ArgumentException>(() => new Kek(new byte[length]));

    private static SignatureKeyPair TestPair(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.Rsa
        ? TestSignatureKeys.CreateRsa2048()
        : TestSignatureKeys.CreateEcdsaP256();
}
