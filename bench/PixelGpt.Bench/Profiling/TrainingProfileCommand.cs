using System.CommandLine;
using PixelGpt.Bench.Models;
using PixelGpt.Benchmarking;
using PixelGpt.Models;

namespace PixelGpt.Bench.Profiling;

/// <summary><c>profile</c>: measures the time of each kernel in a training step, on one thread.</summary>
internal sealed class TrainingProfileCommand : Command
{
    private readonly ModelSizeOptions _model;
    private readonly Option<int> _pixels = new("--pixels") { Description = "Number of pixels per picture", DefaultValueFactory = _ => 400 };
    private readonly Option<int> _batch = new("--batch") { Description = "Number of pictures per step", DefaultValueFactory = _ => 16 };
    private readonly Option<int?> _steps = new("--steps") { Description = "Number of steps to time (default: about three seconds)" };
    private readonly Option<bool> _shapes = new("--shapes") { Description = "List products of different shapes separately" };
    private readonly Option<string?> _kernels = new("--kernels") { Description = "Kernels to use (default: the fastest)", HelpName = "NAME" };

    public TrainingProfileCommand()
        : base("profile", "Measures the time of each kernel in a training step, on one thread.")
    {
        _model = new ModelSizeOptions(this);
        foreach (Option option in new Option[] { _pixels, _batch, _steps, _shapes, _kernels }) Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        ModelSize size = _model.Read(parsed);
        int pixels = parsed.GetValue(_pixels), batch = parsed.GetValue(_batch);
        TransformerDescription shape = size.Describe(pixels);
        Numerics.IKernels kernels = parsed.GetValue(_kernels) is { } name ? Numerics.Kernels.Choose(name) : Numerics.Kernels.Best;
        var timed = new TimedKernels(kernels, parsed.GetValue(_shapes));
        using var untimedKernels = new TrainingStepTimer(shape, kernels, pixels, batch, threads: 1);
        using var timedKernels = new TrainingStepTimer(shape, timed, pixels, batch, threads: 1);

        double peak = MachinePeak.MeasureGigaflops(threads: 1);
        _ = timedKernels.Run(2);
        double warm = untimedKernels.Run(2)[1];
        int steps = parsed.GetValue(_steps) ?? Math.Max(3, (int)(3 / warm));
        double[] untimed = untimedKernels.Run(steps);
        timed.Times.Clear();
        double[] withTimers = timedKernels.Run(steps);
        peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads: 1));

        var profile = new StepProfile(
            timed.Times.All, withTimers.Average(), withTimers.Length, MeasurementSummary.Of(untimed), UsefulOperations.Training(shape, pixels) * batch, peak);
        Console.WriteLine($"{size}, kernels {kernels.Name}: {batch} pictures of {pixels} pixels per step, one thread, {steps} steps");
        Console.Write(profile.ToMarkdown());
        return 0;
    }
}
