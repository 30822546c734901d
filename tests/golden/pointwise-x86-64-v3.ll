declare i64 @llvm.smin.i64(i64, i64)
declare <8 x float> @llvm.fabs.v8f32(<8 x float>)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
declare <8 x float> @llvm.copysign.v8f32(<8 x float>, <8 x float>)
declare float @llvm.fabs.f32(float)
declare float @llvm.fma.f32(float, float, float)
declare float @llvm.copysign.f32(float, float)
declare i64 @llvm.smax.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 4, align 16
  %v2 = alloca i64, i64 5, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  %v4 = load i64, ptr %dims, align 8
  store i64 0, ptr %v3, align 8
  store i64 %v4, ptr %v2, align 8
  %v5 = load ptr, ptr %bufs, align 8
  %v6 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v5, ptr %v6, align 8
  %v7 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v8 = load ptr, ptr %v7, align 8
  %v9 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v8, ptr %v9, align 8
  %v10 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %ctx, ptr %v10, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 2
  %v12 = load ptr, ptr %v11, align 8
  %v13 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v12, ptr %v13, align 8
  %v14 = getelementptr inbounds i64, ptr %v1, i64 3
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %v2, i64 3
  store ptr %v15, ptr %v16, align 8
  %v17 = load i64, ptr %v3, align 8
  %v18 = icmp eq i64 %v17, 0
  br i1 %v18, label %b19, label %b20
b19:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686022722355200)
  br label %b20
b20:
  %v21 = load i64, ptr %v3, align 8
  %v22 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v23 = load i64, ptr %v22, align 8
  %v24 = icmp eq i64 %v21, 0
  %v25 = select i1 %v24, i64 %v23, i64 %v21
  ret i64 %v25
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v12 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = load i64, ptr %handed, align 8
  %v2 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v3 = load i64, ptr %v2, align 8
  %v4 = add nsw i64 %v1, 4095
  %v5 = udiv i64 %v4, 4096
  %v6 = mul nsw i64 %v1, 63
  %v7 = udiv i64 %v6, 65536
  %v8 = call i64 @llvm.smax.i64(i64 %v7, i64 1)
  %v9 = mul nsw i64 %v3, 4
  %v10 = call i64 @llvm.smin.i64(i64 %v8, i64 %v9)
  %v11 = call i64 @llvm.smin.i64(i64 %v5, i64 %v10)
  store i64 %v5, ptr %v12, align 8
  %v13 = icmp sgt i64 %v11, 1
  br i1 %v13, label %b14, label %b15
b14:
  %v16 = sub nsw i64 %v11, 1
  %v17 = add nsw i64 %v5, %v16
  %v18 = udiv i64 %v17, %v11
  store i64 %v18, ptr %v12, align 8
  br label %b15
b15:
  %v19 = load i64, ptr %v12, align 8
  %v20 = getelementptr inbounds i64, ptr %handed, i64 4
  store i64 %v19, ptr %v20, align 8
  %v21 = load i64, ptr %status, align 8
  %v22 = icmp eq i64 %v21, 0
  br i1 %v22, label %b23, label %b24
b23:
  %v25 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %handed, i64 %v11, i64 %what)
  store i64 %v25, ptr %status, align 8
  br label %b24
b24:
  ret void
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 2
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 3
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = mul nsw i64 %task, %v9
  %v11 = add nsw i64 %v10, %v9
  %v12 = add nsw i64 %v1, 4095
  %v13 = udiv i64 %v12, 4096
  %v14 = call i64 @llvm.smin.i64(i64 %v11, i64 %v13)
  br label %b15
b15:
  %i18 = phi i64 [ %v10, %start ], [ %v196, %b113 ]
  %c18_0 = phi i64 [ %v10, %start ], [ %v195, %b113 ]
  %v19 = icmp slt i64 %i18, %v14
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = mul nsw i64 %c18_0, 4096
  %v21 = add nsw i64 %v20, 4096
  %v22 = call i64 @llvm.smin.i64(i64 %v21, i64 %v1)
  %v23 = sub nsw i64 %v22, %v20
  %v24 = udiv i64 %v23, 8
  %v25 = mul nsw i64 %v24, 8
  %v26 = add nsw i64 %v20, %v25
  br label %b27
b27:
  %i30 = phi i64 [ %v20, %b16 ], [ %v110, %b28 ]
  %v31 = icmp slt i64 %i30, %v26
  br i1 %v31, label %b28, label %b29
b28:
  %v32 = getelementptr inbounds float, ptr %v3, i64 %i30
  %v33 = load <8 x float>, ptr %v32, align 4
  %v34 = fmul <8 x float> %v33, splat (float 0x3FF8000000000000)
  %v35 = fadd <8 x float> %v34, splat (float 0x3FE0000000000000)
  %v36 = fmul <8 x float> splat (float 0x3FE0000000000000), %v35
  %v37 = fmul <8 x float> %v35, splat (float 0x3FE6A09E60000000)
  %v38 = call <8 x float> @llvm.fabs.v8f32(<8 x float> %v37)
  %v39 = fcmp olt <8 x float> splat (float 0x400F9999A0000000), %v38
  %v40 = select <8 x i1> %v39, <8 x float> splat (float 0x400F9999A0000000), <8 x float> %v38
  %v41 = fmul <8 x float> %v40, %v40
  %v42 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F14969CC0000000), <8 x float> %v41, <8 x float> splat (float 0xBF4A3F6DA0000000))
  %v43 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v42, <8 x float> %v41, <8 x float> splat (float 0x3F75405AC0000000))
  %v44 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v43, <8 x float> %v41, <8 x float> splat (float 0xBF9B7F90C0000000))
  %v45 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v44, <8 x float> %v41, <8 x float> splat (float 0x3FBCE2CF80000000))
  %v46 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v45, <8 x float> %v41, <8 x float> splat (float 0xBFD81273E0000000))
  %v47 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v46, <8 x float> %v41, <8 x float> splat (float 0x3FC06EBA80000000))
  %v48 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v40, <8 x float> %v47, <8 x float> %v40)
  %v49 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3EF45FBF40000000), <8 x float> %v40, <8 x float> splat (float 0xBF3B1241C0000000))
  %v50 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v49, <8 x float> %v40, <8 x float> splat (float 0x3F709EBD00000000))
  %v51 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v50, <8 x float> %v40, <8 x float> splat (float 0xBF99647B00000000))
  %v52 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v51, <8 x float> %v40, <8 x float> splat (float 0x3FBB9591C0000000))
  %v53 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v52, <8 x float> %v40, <8 x float> splat (float 0x3FE44880A0000000))
  %v54 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v53, <8 x float> %v40, <8 x float> splat (float 0x3FF2117060000000))
  %v55 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v54, <8 x float> %v40, <8 x float> splat (float 0xBF1F787CE0000000))
  %v56 = fneg <8 x float> %v55
  %v57 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v56, <8 x float> splat (float 0x3FF7154760000000), <8 x float> splat (float 0x4168001FC0000000))
  %v58 = fsub <8 x float> %v57, splat (float 0x4168001FC0000000)
  %v59 = bitcast <8 x float> %v57 to <8 x i32>
  %v60 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v58, <8 x float> splat (float 0xBFE6300000000000), <8 x float> %v56)
  %v61 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v58, <8 x float> splat (float 0x3F2BD01060000000), <8 x float> %v60)
  %v62 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F56A23E80000000), <8 x float> %v61, <8 x float> splat (float 0x3F8123A6C0000000))
  %v63 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v62, <8 x float> %v61, <8 x float> splat (float 0x3FA5558F40000000))
  %v64 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v63, <8 x float> %v61, <8 x float> splat (float 0x3FC5554900000000))
  %v65 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v64, <8 x float> %v61, <8 x float> splat (float 0x3FDFFFFFC0000000))
  %v66 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v61, <8 x float> splat (float 0x3FF0000000000000))
  %v67 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v66, <8 x float> %v61, <8 x float> splat (float 0x3FF0000000000000))
  %v68 = sub <8 x i32> %v59, splat (i32 127)
  %v69 = shl <8 x i32> %v68, splat (i32 23)
  %v70 = bitcast <8 x i32> %v69 to <8 x float>
  %v71 = fmul <8 x float> %v67, %v70
  %v72 = fsub <8 x float> splat (float 0x3FF0000000000000), %v71
  %v73 = fcmp olt <8 x float> %v40, splat (float 0x3FF0000000000000)
  %v74 = select <8 x i1> %v73, <8 x float> %v48, <8 x float> %v72
  %v75 = call <8 x float> @llvm.copysign.v8f32(<8 x float> %v74, <8 x float> %v37)
  %v76 = fadd <8 x float> splat (float 0x3FF0000000000000), %v75
  %v77 = fmul <8 x float> %v36, %v76
  %v78 = call <8 x float> @llvm.fabs.v8f32(<8 x float> %v33)
  %v79 = fneg <8 x float> %v78
  %v80 = fcmp olt <8 x float> splat (float 0x4056400000000000), %v79
  %v81 = select <8 x i1> %v80, <8 x float> splat (float 0x4056400000000000), <8 x float> %v79
  %v82 = fcmp ogt <8 x float> splat (float 0xC05A000000000000), %v81
  %v83 = select <8 x i1> %v82, <8 x float> splat (float 0xC05A000000000000), <8 x float> %v81
  %v84 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v83, <8 x float> splat (float 0x3FF7154760000000), <8 x float> splat (float 0x4168001FC0000000))
  %v85 = fsub <8 x float> %v84, splat (float 0x4168001FC0000000)
  %v86 = bitcast <8 x float> %v84 to <8 x i32>
  %v87 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> splat (float 0xBFE6300000000000), <8 x float> %v83)
  %v88 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> splat (float 0x3F2BD01060000000), <8 x float> %v87)
  %v89 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F56A23E80000000), <8 x float> %v88, <8 x float> splat (float 0x3F8123A6C0000000))
  %v90 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v89, <8 x float> %v88, <8 x float> splat (float 0x3FA5558F40000000))
  %v91 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v90, <8 x float> %v88, <8 x float> splat (float 0x3FC5554900000000))
  %v92 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v91, <8 x float> %v88, <8 x float> splat (float 0x3FDFFFFFC0000000))
  %v93 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v92, <8 x float> %v88, <8 x float> splat (float 0x3FF0000000000000))
  %v94 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v93, <8 x float> %v88, <8 x float> splat (float 0x3FF0000000000000))
  %v95 = lshr <8 x i32> %v86, splat (i32 1)
  %v96 = shl <8 x i32> %v95, splat (i32 23)
  %v97 = bitcast <8 x i32> %v96 to <8 x float>
  %v98 = sub <8 x i32> %v86, %v95
  %v99 = shl <8 x i32> %v98, splat (i32 23)
  %v100 = bitcast <8 x i32> %v99 to <8 x float>
  %v101 = fmul <8 x float> %v94, %v97
  %v102 = fmul <8 x float> %v101, %v100
  %v103 = fadd <8 x float> splat (float 0x3FF0000000000000), %v102
  %v104 = fdiv <8 x float> splat (float 0x3FF0000000000000), %v103
  %v105 = fcmp olt <8 x float> %v33, splat (float 0x0000000000000000)
  %v106 = fmul <8 x float> %v102, %v104
  %v107 = select <8 x i1> %v105, <8 x float> %v106, <8 x float> %v104
  %v108 = fmul <8 x float> %v77, %v107
  %v109 = getelementptr inbounds float, ptr %v5, i64 %i30
  store <8 x float> %v108, ptr %v109, align 4
  %v110 = add nsw i64 %i30, 8
  br label %b27
b29:
  br label %b111
b111:
  %i114 = phi i64 [ %v26, %b29 ], [ %v194, %b112 ]
  %v115 = icmp slt i64 %i114, %v22
  br i1 %v115, label %b112, label %b113
b112:
  %v116 = getelementptr inbounds float, ptr %v3, i64 %i114
  %v117 = load float, ptr %v116, align 4
  %v118 = fmul float %v117, 0x3FF8000000000000
  %v119 = fadd float %v118, 0x3FE0000000000000
  %v120 = fmul float 0x3FE0000000000000, %v119
  %v121 = fmul float %v119, 0x3FE6A09E60000000
  %v122 = call float @llvm.fabs.f32(float %v121)
  %v123 = fcmp olt float 0x400F9999A0000000, %v122
  %v124 = select i1 %v123, float 0x400F9999A0000000, float %v122
  %v125 = fmul float %v124, %v124
  %v126 = call float @llvm.fma.f32(float 0x3F14969CC0000000, float %v125, float 0xBF4A3F6DA0000000)
  %v127 = call float @llvm.fma.f32(float %v126, float %v125, float 0x3F75405AC0000000)
  %v128 = call float @llvm.fma.f32(float %v127, float %v125, float 0xBF9B7F90C0000000)
  %v129 = call float @llvm.fma.f32(float %v128, float %v125, float 0x3FBCE2CF80000000)
  %v130 = call float @llvm.fma.f32(float %v129, float %v125, float 0xBFD81273E0000000)
  %v131 = call float @llvm.fma.f32(float %v130, float %v125, float 0x3FC06EBA80000000)
  %v132 = call float @llvm.fma.f32(float %v124, float %v131, float %v124)
  %v133 = call float @llvm.fma.f32(float 0x3EF45FBF40000000, float %v124, float 0xBF3B1241C0000000)
  %v134 = call float @llvm.fma.f32(float %v133, float %v124, float 0x3F709EBD00000000)
  %v135 = call float @llvm.fma.f32(float %v134, float %v124, float 0xBF99647B00000000)
  %v136 = call float @llvm.fma.f32(float %v135, float %v124, float 0x3FBB9591C0000000)
  %v137 = call float @llvm.fma.f32(float %v136, float %v124, float 0x3FE44880A0000000)
  %v138 = call float @llvm.fma.f32(float %v137, float %v124, float 0x3FF2117060000000)
  %v139 = call float @llvm.fma.f32(float %v138, float %v124, float 0xBF1F787CE0000000)
  %v140 = fneg float %v139
  %v141 = call float @llvm.fma.f32(float %v140, float 0x3FF7154760000000, float 0x4168001FC0000000)
  %v142 = fsub float %v141, 0x4168001FC0000000
  %v143 = bitcast float %v141 to i32
  %v144 = call float @llvm.fma.f32(float %v142, float 0xBFE6300000000000, float %v140)
  %v145 = call float @llvm.fma.f32(float %v142, float 0x3F2BD01060000000, float %v144)
  %v146 = call float @llvm.fma.f32(float 0x3F56A23E80000000, float %v145, float 0x3F8123A6C0000000)
  %v147 = call float @llvm.fma.f32(float %v146, float %v145, float 0x3FA5558F40000000)
  %v148 = call float @llvm.fma.f32(float %v147, float %v145, float 0x3FC5554900000000)
  %v149 = call float @llvm.fma.f32(float %v148, float %v145, float 0x3FDFFFFFC0000000)
  %v150 = call float @llvm.fma.f32(float %v149, float %v145, float 0x3FF0000000000000)
  %v151 = call float @llvm.fma.f32(float %v150, float %v145, float 0x3FF0000000000000)
  %v152 = sub i32 %v143, 127
  %v153 = shl i32 %v152, 23
  %v154 = bitcast i32 %v153 to float
  %v155 = fmul float %v151, %v154
  %v156 = fsub float 0x3FF0000000000000, %v155
  %v157 = fcmp olt float %v124, 0x3FF0000000000000
  %v158 = select i1 %v157, float %v132, float %v156
  %v159 = call float @llvm.copysign.f32(float %v158, float %v121)
  %v160 = fadd float 0x3FF0000000000000, %v159
  %v161 = fmul float %v120, %v160
  %v162 = call float @llvm.fabs.f32(float %v117)
  %v163 = fneg float %v162
  %v164 = fcmp olt float 0x4056400000000000, %v163
  %v165 = select i1 %v164, float 0x4056400000000000, float %v163
  %v166 = fcmp ogt float 0xC05A000000000000, %v165
  %v167 = select i1 %v166, float 0xC05A000000000000, float %v165
  %v168 = call float @llvm.fma.f32(float %v167, float 0x3FF7154760000000, float 0x4168001FC0000000)
  %v169 = fsub float %v168, 0x4168001FC0000000
  %v170 = bitcast float %v168 to i32
  %v171 = call float @llvm.fma.f32(float %v169, float 0xBFE6300000000000, float %v167)
  %v172 = call float @llvm.fma.f32(float %v169, float 0x3F2BD01060000000, float %v171)
  %v173 = call float @llvm.fma.f32(float 0x3F56A23E80000000, float %v172, float 0x3F8123A6C0000000)
  %v174 = call float @llvm.fma.f32(float %v173, float %v172, float 0x3FA5558F40000000)
  %v175 = call float @llvm.fma.f32(float %v174, float %v172, float 0x3FC5554900000000)
  %v176 = call float @llvm.fma.f32(float %v175, float %v172, float 0x3FDFFFFFC0000000)
  %v177 = call float @llvm.fma.f32(float %v176, float %v172, float 0x3FF0000000000000)
  %v178 = call float @llvm.fma.f32(float %v177, float %v172, float 0x3FF0000000000000)
  %v179 = lshr i32 %v170, 1
  %v180 = shl i32 %v179, 23
  %v181 = bitcast i32 %v180 to float
  %v182 = sub i32 %v170, %v179
  %v183 = shl i32 %v182, 23
  %v184 = bitcast i32 %v183 to float
  %v185 = fmul float %v178, %v181
  %v186 = fmul float %v185, %v184
  %v187 = fadd float 0x3FF0000000000000, %v186
  %v188 = fdiv float 0x3FF0000000000000, %v187
  %v189 = fcmp olt float %v117, 0x0000000000000000
  %v190 = fmul float %v186, %v188
  %v191 = select i1 %v189, float %v190, float %v188
  %v192 = fmul float %v161, %v191
  %v193 = getelementptr inbounds float, ptr %v5, i64 %i114
  store float %v192, ptr %v193, align 4
  %v194 = add nsw i64 %i114, 1
  br label %b111
b113:
  %v195 = add nsw i64 %c18_0, 1
  %v196 = add nsw i64 %i18, 1
  br label %b15
b17:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
