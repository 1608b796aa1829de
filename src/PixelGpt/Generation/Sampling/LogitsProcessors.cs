namespace PixelGpt.Generation.Sampling;

/// <summary>
/// The built-in processors, for chains in another order than that of <see cref="GenerationOptions"/>, or with processors of a program between
/// them. Limits and meanings are those of the options.
/// </summary>
public static class LogitsProcessors
{
    /// <summary>Divides logits by the temperature, see <see cref="GenerationOptions.Temperature"/>.</summary>
    /// <param name="temperature">The temperature.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="InputException">The value is out of range.</exception>
    public static ILogitsProcessor Temperature(double temperature) => Checked(new GenerationOptions { Temperature = temperature }, new TemperatureProcessor(temperature));

    /// <summary>Keeps the most probable colours, see <see cref="GenerationOptions.TopK"/>.</summary>
    /// <param name="k">Number of colours; 0 for all.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="InputException">The value is out of range.</exception>
    public static ILogitsProcessor TopK(int k) => Checked(new GenerationOptions { TopK = k }, new TopKProcessor(k == 0 ? int.MaxValue : k));

    /// <summary>Keeps the most probable colours up to a total probability, see <see cref="GenerationOptions.TopP"/>.</summary>
    /// <param name="p">The total probability.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="InputException">The value is out of range.</exception>
    public static ILogitsProcessor TopP(double p) => Checked(new GenerationOptions { TopP = p }, new TopPProcessor(p));

    /// <summary>Keeps colours with a minimum probability relative to the most probable one, see <see cref="GenerationOptions.MinP"/>.</summary>
    /// <param name="p">The minimum relative probability.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="InputException">The value is out of range.</exception>
    public static ILogitsProcessor MinP(double p) => Checked(new GenerationOptions { MinP = p }, new MinPProcessor(p));

    /// <summary>Keeps the colours whose surprisal is nearest to the entropy, see <see cref="GenerationOptions.TypicalP"/>.</summary>
    /// <param name="p">The total probability.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="InputException">The value is out of range.</exception>
    public static ILogitsProcessor TypicalP(double p) => Checked(new GenerationOptions { TypicalP = p }, new TypicalPProcessor(p));

    private static ILogitsProcessor Checked(GenerationOptions options, ILogitsProcessor processor)
    {
        options.Validate();
        return processor;
    }
}
