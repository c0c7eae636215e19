namespace GdoiSim.Network.Loss;

/// <summary>
/// Powers of one number in [−1, 1] by repeated squaring: multiplications only, hence the same octets on every machine,
/// which a C library's pow does not promise. The relative error grows by one rounding for each bit of the exponent.
/// </summary>
internal sealed class IntegerPowers
{
    private readonly double[] _squares = new double[63];

    internal IntegerPowers(double number)
    {
        for (int bit = 0; bit < _squares.Length; bit++)
        {
            _squares[bit] = number;
            number *= number;
        }
    }

    /// <summary>The number to an exponent of 0 or more; 1 for 0.</summary>
    internal double Raise(long exponent)
    {
        double power = 1;
        for (int bit = 0; exponent != 0 && power != 0; bit++, exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                power *= _squares[bit];
            }
        }

        return power;
    }
}
