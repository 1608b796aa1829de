using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Compares the gradients of a whole model, with dropout, with finite differences of its loss. Needs no reference data.</summary>
public class FiniteDifferenceTests
{
    private static readonly PictureContext Picture = new(TinyModels.Width, TinyModels.Height) { IsFlipped = true, ShiftX = -1, ShiftY = 2 };

    [Theory]
    [MemberData(nameof(TinyModels.VariantsAndKernels), MemberType = typeof(TinyModels))]
    public void Gradients_match_finite_differences(string family, string kernels)
    {
        Transformer model = TinyModels.Family(family, Kernels.Choose(kernels), dropout: 0.2);
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        var dropout = new DropoutContext(7, 3, 1);
        FiniteDifferences.Check(model, gradients => SequenceLoss.AddGradient(model, pixels, activations, dropout, 1, gradients, Picture));
        if (!model.Description.AnyOrder) return;
        PictureContext masked = Picture with { Order = PixelOrder.Of([.. pixels.Select((_, i) => i % 5 != 1 && i is < 8 or > 12)]) };
        FiniteDifferences.Check(model, gradients => SequenceLoss.AddGradient(model, pixels, activations, dropout, 1, gradients, masked));
    }
}
