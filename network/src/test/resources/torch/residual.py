"""Writes residual-11.onnx and residual-16.onnx beside itself, and prints what torch computes.

Made with Debian's python3-torch 1.13: /usr/bin/python3 residual.py
"""

import pathlib

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.depthwise = nn.Conv2d(8, 8, 3, padding=1, groups=8)
        self.pointwise = nn.Conv2d(8, 8, 1)
        self.pool = nn.MaxPool2d(2)
        self.dropout = nn.Dropout(0.2)
        self.last = nn.Linear(8, 5)

    def forward(self, x):
        x = torch.relu(self.norm(self.first(x)))
        x = x + F.gelu(self.pointwise(self.depthwise(x)))
        x = F.adaptive_avg_pool2d(self.pool(x), 1).flatten(1)
        return torch.softmax(self.last(self.dropout(x)), 1)


torch.manual_seed(42)
model = Residual().eval()
model.norm.running_mean.uniform_(-1, 1)
model.norm.running_var.uniform_(0.5, 2)
x = torch.arange(2 * 3 * 8 * 8, dtype=torch.float32).reshape(2, 3, 8, 8)
x = torch.sin(x)
for opset in (11, 16):
    torch.onnx.export(
        model,
        x,
        str(pathlib.Path(__file__).with_name(f"residual-{opset}.onnx")),
        opset_version=opset,
        input_names=["pixels"],
        output_names=["shares"],
        dynamic_axes={"pixels": {0: "rows"}, "shares": {0: "rows"}},
    )
torch.set_printoptions(precision=8)
print(model(x).flatten())
