using BenchmarkDotNet.Attributes;
using GdoiSim.Group;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Bench.Pushes;

/// <summary>Who computes.</summary>
public enum ProviderChoice
{
    /// <summary>The runtime's library, here OpenSSL.</summary>
    System,

    /// <summary>BouncyCastle.</summary>
    BouncyCastle,
}

/// <summary>
/// What does a GROUPKEY-PUSH cost the server that builds it and the member that opens it, and how much of that is the
/// signature? Per message.
/// </summary>
[MemoryDiagnoser]
public class PushMessage
{
    private RekeyMessageWriter _writer = null!;
    private ISignatureSigner _signer = null!;
    private ISignatureVerifier _verifier = null!;
    private ICryptographyProvider _provider = null!;
    private RekeySa _rekeySa = null!;
    private Tek _tek = null!;
    private byte[] _datagram = [];
    private byte[] _workspace = [];
    private byte[] _signature = [];

    [Params(SignatureChoice.Rsa2048, SignatureChoice.EcdsaP256)]
    public SignatureChoice Signature { get; set; }

    [Params(ProviderChoice.System, ProviderChoice.BouncyCastle)]
    public ProviderChoice Provider { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var options = new GroupOptions { Members = 1, Signature = Signature };
        _provider = Provider == ProviderChoice.System
            ? new SystemCryptographyProvider()
            : new BouncyCastleCryptographyProvider();
        SignatureKeyPair pair = Signature == SignatureChoice.Rsa2048
            ? TestSignatureKeys.CreateRsa2048()
            : TestSignatureKeys.CreateEcdsaP256();
        _signer = _provider.CreateSigner(pair);
        if (!_provider.TryCreateVerifier(pair.Algorithm, pair.SubjectPublicKeyInfo, out ISignatureVerifier? verifier))
        {
            throw new InvalidOperationException("the shipped test key is no key of its algorithm");
        }

        _verifier = verifier;
        var streams = new RandomStreams(1);
        _writer = new RekeyMessageWriter(options, pair.Algorithm, _signer, _provider);
        _rekeySa = new GroupKeys(options, streams).Current;
        var teks = new TekBook(streams);
        teks.Add(1);
        _tek = teks[1];
        _signature = new byte[_signer.SignatureLength];
        _datagram = Build();
        _workspace = new byte[_datagram.Length + GroupkeyPush.WorkspaceOverhead];
        _signer.Sign(_datagram, _signature);
        if (!OpenAndVerify() || !Verify())
        {
            throw new InvalidOperationException("a message just built does not verify");
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _signer.Dispose();
        _verifier.Dispose();
    }

    [Benchmark]
    public void Sign() => _signer.Sign(_datagram, _signature);

    [Benchmark]
    public bool Verify() => _verifier.Verify(_datagram, _signature);

    [Benchmark]
    public byte[] Build() => _writer.Write(_rekeySa, null, 1, _tek);

    [Benchmark]
    public bool OpenAndVerify() =>
        GroupkeyPush.TryOpen(_datagram, _rekeySa.Kek, _provider, _workspace, out GroupkeyPush push)
            == DiscardReason.None
        && push.VerifySignature(_verifier) == DiscardReason.None;
}
