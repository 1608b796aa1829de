using System.CommandLine;
using System.Globalization;
using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Gpu;
using PixelGpt.Gpu.Devices;
using PixelGpt.Models;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>The device of <c>--device</c>, which is open until the command ends. One line says which device is used and, with <c>auto</c>, why.</summary>
internal sealed class DeviceChoice : IDisposable
{
    /// <summary>
    /// The smallest product of parameters and tokens per step for which <c>auto</c> selects a graphics processor. Starting the kernels of a step takes a device about
    /// as long as two cores need for so many multiplications; with less work, the processor is faster.
    /// </summary>
    public const double MinWork = 1e9;

    private readonly Session _session;
    private readonly bool _isAuto;
    private ComputeDevice? _device;
    private IReadOnlyList<GpuDevice>? _found;
    private string? _shown;

    private DeviceChoice(Session session, bool isAuto, ComputeDevice? device) => (_session, _isAuto, _device) = (session, isAuto, device);

    /// <summary>Reads the option, and opens the device if it names one.</summary>
    /// <exception cref="InputException">There is no such device, or it cannot be used by the ranks of an MPI job.</exception>
    /// <exception cref="FailureException">The device cannot be used.</exception>
    public static DeviceChoice Read(Session session, Option<string> option)
    {
        string name = session.Get(option)!;
        if (name is DeviceNames.Cpu or DeviceNames.Auto) return new DeviceChoice(session, name == DeviceNames.Auto, device: null);
        if (session.Job is not null) throw new InputException($"{Job.OptionName} shares the work of processors; use it with --device cpu, or leave it out");
        return new DeviceChoice(session, isAuto: false, GpuComputeDevice.Open(name));
    }

    /// <summary>Refuses graphics processors for work that only the processor can do.</summary>
    /// <param name="work">The work.</param>
    /// <exception cref="InputException">The user has selected one.</exception>
    public void RequireProcessor(string work)
    {
        if (_device is not null && !_isAuto) throw new InputException($"{work} is computed on the processor only; use --device cpu");
        if (_isAuto) Show($"cpu, because {work} is computed on the processor only");
    }

    /// <summary>Selects the device for some work.</summary>
    /// <param name="parameters">Returns the parameter count of the model.</param>
    /// <param name="tokens">Number of tokens that the model computes in each step.</param>
    /// <returns>The device; null for the processor.</returns>
    public ComputeDevice? For(Func<long> parameters, long tokens)
    {
        if (_isAuto) return Choose(parameters, tokens);
        if (_device is not null) Show($"{_device.Id}, {_device.Name}");
        return _device;
    }

    /// <summary>Selects the device for training.</summary>
    /// <param name="config">The configuration of the model.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The recipe.</param>
    /// <returns>The device; null for the processor.</returns>
    public ComputeDevice? ForTraining(ModelConfig config, SpriteDataset data, TrainingRecipe recipe)
    {
        IReadOnlyList<Sprite> sprites = data[SpriteDataset.Train];
        return For(() => config.Build(palette: data.Palette).Parameters.Count, Math.Min(recipe.BatchSize, sprites.Count) * sprites.Select(s => s.Pixels.Length - 1L).DefaultIfEmpty(0).Max());
    }

    /// <inheritdoc/>
    public void Dispose() => _device?.Dispose();

    /// <summary>Selects a device with <c>auto</c>.</summary>
    /// <param name="devices">The graphics processors of this machine.</param>
    /// <param name="parameters">Parameter count of the model.</param>
    /// <param name="tokens">Number of tokens that the model computes in each step.</param>
    /// <returns>The device, null for the processor, and the reason.</returns>
    internal static (GpuDevice? Device, string Reason) Choose(IReadOnlyList<GpuDevice> devices, long parameters, long tokens)
    {
        if (devices.Count == 0) return (null, "no graphics processor was found");
        string work = string.Create(CultureInfo.InvariantCulture, $"{parameters:n0} parameters × {tokens:n0} tokens per step");
        return parameters * (double)tokens < MinWork ? (null, $"{work} are too few for a graphics processor to be faster") : (devices[0], $"{work} are enough for it to be faster");
    }

    private ComputeDevice? Choose(Func<long> parameters, long tokens)
    {
        if (_session.Job is not null)
        {
            Show($"cpu, because {Job.OptionName} shares the work of processors");
            return null;
        }

        _found ??= GpuDevices.All();
        (GpuDevice? device, string reason) = Choose(_found, _found.Count == 0 ? 0 : parameters(), tokens);
        try
        {
            if (device is not null) _device ??= GpuComputeDevice.Open(device.Id);
            Show(device is null ? $"cpu, because {reason}" : $"{device.Id}, {device.Name}, because {reason}");
            return device is null ? null : _device;
        }
        catch (FailureException e)
        {
            Show($"cpu, because {device!.Id} cannot be used: {e.Message}");
            return null;
        }
    }

    private void Show(string text)
    {
        if (text == _shown) return;
        _shown = text;
        _session.Progress.WriteLine($"device   {text}");
    }
}
